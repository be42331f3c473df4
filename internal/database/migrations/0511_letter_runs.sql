-- Letters that go out together: to one person, to everybody at a facility, to all.
CREATE TABLE letter_run (
	id          TEXT PRIMARY KEY,
	rev         TEXT NOT NULL,
	name        TEXT NOT NULL,
	template_id TEXT NOT NULL,
	scope       TEXT NOT NULL,
	facility_id TEXT NOT NULL,
	agreed      TEXT NOT NULL,
	envelope    TEXT NOT NULL,
	sender      TEXT NOT NULL,
	dated       TEXT NOT NULL,
	postage     BIGINT NOT NULL,
	state       TEXT NOT NULL,
	posted_on   TEXT NOT NULL,
	author_id   TEXT NOT NULL,
	author_name TEXT NOT NULL,
	made_at     BIGINT NOT NULL
);

-- The words of a run as they were when it was made, by language.
CREATE TABLE letter_text (
	id     TEXT PRIMARY KEY,
	rev    TEXT NOT NULL,
	run_id TEXT NOT NULL,
	place  BIGINT NOT NULL,
	lang   TEXT NOT NULL,
	title  TEXT NOT NULL,
	body   TEXT NOT NULL
);
CREATE INDEX letter_text_run ON letter_text (run_id, place);
