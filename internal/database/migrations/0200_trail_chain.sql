-- The chain of the trail: every entry, a change or a reading, has a number and
-- a MAC over itself and the MAC before it. entry is the id of the change, or ''
-- when the reading of the same number is meant; digest is of what the entry
-- keeps. All are base64.
CREATE TABLE trail_chain (
	n      BIGINT PRIMARY KEY,
	entry  TEXT NOT NULL,
	digest TEXT NOT NULL,
	mac    TEXT NOT NULL
);

-- Who looked at whose casework: one row for every page, list, print or export,
-- and one for everybody on it.
CREATE TABLE reading (
	n          BIGINT PRIMARY KEY,
	at         BIGINT NOT NULL,
	actor_id   TEXT NOT NULL,
	actor_name TEXT NOT NULL,
	look       TEXT NOT NULL
);
CREATE TABLE reading_subject (
	n       BIGINT NOT NULL,
	subject TEXT NOT NULL,
	PRIMARY KEY (n, subject)
);
CREATE INDEX reading_subject_of ON reading_subject (subject, n);

-- Keys of the chain before a restore, each sealed with the key that came after
-- it; n is the last entry it made.
CREATE TABLE trail_key (
	n      BIGINT PRIMARY KEY,
	sealed TEXT NOT NULL
);
