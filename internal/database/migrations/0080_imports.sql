-- One file on its way in. It is no part of the record until it is saved, so it
-- leaves no trail until then. The file itself stays with it, encrypted with
-- the record. state: 'uploaded', 'checked', 'saved', 'undone'.
CREATE TABLE import_batch (
	id          TEXT PRIMARY KEY,
	account_id  TEXT NOT NULL,
	what        TEXT NOT NULL,
	file_name   TEXT NOT NULL,
	file_hash   TEXT NOT NULL,
	sheet       BIGINT NOT NULL,
	state       TEXT NOT NULL,
	mapping     TEXT NOT NULL,
	created_at  BIGINT NOT NULL,
	saved_at    BIGINT NOT NULL,
	counts      TEXT NOT NULL
);
CREATE INDEX import_batch_account ON import_batch (account_id, created_at);
CREATE TABLE import_file (
	batch_id TEXT NOT NULL,
	part     BIGINT NOT NULL,
	content  BYTEA NOT NULL,
	PRIMARY KEY (batch_id, part)
);
-- The rows that are more than a new person, and what was decided about them.
-- verdict: 'change', 'same', 'maybe', 'refused'. decision: '', 'add', 'out',
-- 'later', or the id of the person it is.
CREATE TABLE import_row (
	batch_id TEXT NOT NULL,
	row_no   BIGINT NOT NULL,
	verdict  TEXT NOT NULL,
	detail   TEXT NOT NULL,
	decision TEXT NOT NULL,
	saved    BIGINT NOT NULL,
	PRIMARY KEY (batch_id, row_no)
);
CREATE INDEX import_row_verdict ON import_row (batch_id, verdict, row_no);
-- The changes that saving made, in their order.
CREATE TABLE import_change (
	batch_id  TEXT NOT NULL,
	change_id TEXT NOT NULL,
	part      BIGINT NOT NULL,
	PRIMARY KEY (batch_id, part)
);
-- How a shape of file is read, kept under the headings it has.
CREATE TABLE import_recipe (
	id      TEXT PRIMARY KEY,
	what    TEXT NOT NULL,
	mapping TEXT NOT NULL,
	used_at BIGINT NOT NULL
);
