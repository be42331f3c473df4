-- The organisation's own choices, one row each; id is the name of the setting.
CREATE TABLE setting (
	id    TEXT PRIMARY KEY,
	value TEXT NOT NULL,
	rev   TEXT NOT NULL
);

-- Backups that were made from here; sha256 is of the file.
CREATE TABLE backup_run (
	id         TEXT PRIMARY KEY,
	at         BIGINT NOT NULL,
	bytes      BIGINT NOT NULL,
	rows_in    BIGINT NOT NULL,
	sha256     TEXT NOT NULL,
	recipients BIGINT NOT NULL
);
