-- What somebody has to say to what stands about them: kept beside the entry for
-- as long as it lasts, whatever becomes of the entry's own words.
CREATE TABLE timeline_statement (
	id            TEXT PRIMARY KEY,
	rev           TEXT NOT NULL,
	entry_id      TEXT NOT NULL,
	body          TEXT NOT NULL,
	how           TEXT NOT NULL,
	said_on       TEXT NOT NULL,
	recorded_at   BIGINT NOT NULL,
	recorded_by   TEXT NOT NULL,
	recorded_name TEXT NOT NULL
);
CREATE INDEX timeline_statement_entry ON timeline_statement (entry_id, recorded_at);
