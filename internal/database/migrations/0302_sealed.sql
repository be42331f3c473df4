-- A matter that named people alone may know of. What it says (head: its kind and
-- title; the body of its entries) is locked with a key of its own; wrapped is that
-- key as an age file, for the named people and the recovery sheets.
CREATE TABLE sealed_matter (
	id          TEXT PRIMARY KEY,
	rev         TEXT NOT NULL,
	wrapped     TEXT NOT NULL,
	head        TEXT NOT NULL,
	recovery_id TEXT NOT NULL
);
CREATE TABLE sealed_entry (
	id        TEXT PRIMARY KEY,
	rev       TEXT NOT NULL,
	matter_id TEXT NOT NULL,
	body      TEXT NOT NULL,
	at        BIGINT NOT NULL
);
CREATE INDEX sealed_entry_matter ON sealed_entry (matter_id, id);

-- Who may read a matter, and with which key they were named.
CREATE TABLE sealed_named (
	id         TEXT PRIMARY KEY,
	rev        TEXT NOT NULL,
	matter_id  TEXT NOT NULL,
	account_id TEXT NOT NULL,
	key_id     TEXT NOT NULL,
	at         BIGINT NOT NULL
);
CREATE INDEX sealed_named_matter ON sealed_named (matter_id, account_id);
CREATE INDEX sealed_named_account ON sealed_named (account_id, matter_id);

-- Whom a matter is about: people of the record, and colleagues, who can then not
-- be named in it.
CREATE TABLE sealed_about (
	id        TEXT PRIMARY KEY,
	rev       TEXT NOT NULL,
	matter_id TEXT NOT NULL,
	person_id TEXT NOT NULL
);
CREATE INDEX sealed_about_matter ON sealed_about (matter_id, person_id);
CREATE INDEX sealed_about_person ON sealed_about (person_id);
CREATE TABLE sealed_against (
	id         TEXT PRIMARY KEY,
	rev        TEXT NOT NULL,
	matter_id  TEXT NOT NULL,
	account_id TEXT NOT NULL
);
CREATE INDEX sealed_against_matter ON sealed_against (matter_id, account_id);

-- The public half of the recovery sheets, two of three of which open every
-- matter made for it; and every time they were used.
CREATE TABLE sealed_recovery (
	id        TEXT PRIMARY KEY,
	rev       TEXT NOT NULL,
	recipient TEXT NOT NULL,
	by_id     TEXT NOT NULL,
	witness   TEXT NOT NULL,
	at        BIGINT NOT NULL,
	ended_at  BIGINT NOT NULL
);
CREATE TABLE sealed_use (
	id         TEXT PRIMARY KEY,
	rev        TEXT NOT NULL,
	by_id      TEXT NOT NULL,
	account_id TEXT NOT NULL,
	why        TEXT NOT NULL,
	at         BIGINT NOT NULL
);
