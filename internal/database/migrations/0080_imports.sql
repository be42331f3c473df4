-- One file on its way in. The file itself stays with it, encrypted with the record.
CREATE TABLE import_batch (
	id          TEXT PRIMARY KEY,
	rev         TEXT NOT NULL,
	account_id  TEXT NOT NULL,
	what        TEXT NOT NULL,
	file_name   TEXT NOT NULL,
	file_hash   TEXT NOT NULL,
	sheet       TEXT NOT NULL,
	state       TEXT NOT NULL,
	mapping     TEXT NOT NULL,
	options     TEXT NOT NULL,
	total_rows  BIGINT NOT NULL,
	created_at  BIGINT NOT NULL,
	saved_at    BIGINT NOT NULL,
	counts      TEXT NOT NULL
);
CREATE TABLE import_file (
	batch_id TEXT NOT NULL,
	part     BIGINT NOT NULL,
	content  BYTEA NOT NULL,
	PRIMARY KEY (batch_id, part)
);
-- What each row would do, and what was decided about it. verdict: 'new',
-- 'change', 'same', 'maybe', 'refused', 'later', 'out'.
CREATE TABLE import_row (
	batch_id TEXT NOT NULL,
	row_no   BIGINT NOT NULL,
	verdict  TEXT NOT NULL,
	person_id TEXT NOT NULL,
	cells    TEXT NOT NULL,
	detail   TEXT NOT NULL,
	decision TEXT NOT NULL,
	PRIMARY KEY (batch_id, row_no)
);
CREATE INDEX import_row_verdict ON import_row (batch_id, verdict, row_no);
-- The changes that a saved batch made, newest undone first.
CREATE TABLE import_change (
	batch_id  TEXT NOT NULL,
	change_id TEXT NOT NULL,
	part      BIGINT NOT NULL,
	PRIMARY KEY (batch_id, change_id)
);
CREATE TABLE import_recipe (
	id      TEXT PRIMARY KEY,
	rev     TEXT NOT NULL,
	what    TEXT NOT NULL,
	name    TEXT NOT NULL,
	headers TEXT NOT NULL,
	mapping TEXT NOT NULL
);
