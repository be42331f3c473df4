-- The organisation's own choices, one row each; id is the name of the setting.
CREATE TABLE setting (
	id    TEXT PRIMARY KEY,
	value TEXT NOT NULL,
	rev   TEXT NOT NULL
);
