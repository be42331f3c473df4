-- A list somebody saved under a name: the filter is JSON. shared = 1 for the team.
CREATE TABLE saved_list (
	id         TEXT PRIMARY KEY,
	rev        TEXT NOT NULL,
	account_id TEXT NOT NULL,
	page       TEXT NOT NULL,
	name       TEXT NOT NULL,
	filter     TEXT NOT NULL,
	shared     BIGINT NOT NULL,
	place      BIGINT NOT NULL
);
CREATE INDEX saved_list_account ON saved_list (page, account_id);

-- Chosen columns and density for one list.
CREATE TABLE list_choice (
	id         TEXT PRIMARY KEY,
	account_id TEXT NOT NULL,
	page       TEXT NOT NULL,
	columns    TEXT NOT NULL,
	UNIQUE (account_id, page)
);

-- Calendar addresses: whoever has one reads initials and times, nothing else.
CREATE TABLE calendar_feed (
	id         TEXT PRIMARY KEY,
	rev        TEXT NOT NULL,
	account_id TEXT NOT NULL,
	token_hash TEXT NOT NULL UNIQUE,
	name       TEXT NOT NULL,
	kinds      TEXT NOT NULL,
	created_at BIGINT NOT NULL,
	ended_at   BIGINT NOT NULL
);
CREATE TABLE calendar_read (
	feed_id TEXT PRIMARY KEY,
	at      BIGINT NOT NULL
);

-- Long work with a page of its own.
CREATE TABLE job (
	id          TEXT PRIMARY KEY,
	kind        TEXT NOT NULL,
	account_id  TEXT NOT NULL,
	subject_id  TEXT NOT NULL,
	state       TEXT NOT NULL,
	done        BIGINT NOT NULL,
	total       BIGINT NOT NULL,
	problems    BIGINT NOT NULL,
	started_at  BIGINT NOT NULL,
	ended_at    BIGINT NOT NULL,
	message     TEXT NOT NULL
);
CREATE INDEX job_account ON job (account_id, started_at);
