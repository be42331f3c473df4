-- Accounts of workers and volunteers. The pass phrase is kept as an Argon2id
-- hash, the secret of the one-time codes wrapped with a key of the record.
CREATE TABLE account (
	id              TEXT PRIMARY KEY,
	rev             TEXT NOT NULL,
	name            TEXT NOT NULL,
	sign_in         TEXT NOT NULL,
	sign_in_key     TEXT NOT NULL UNIQUE,
	role            TEXT NOT NULL,
	phrase_hash     TEXT NOT NULL,
	code_secret     TEXT NOT NULL,
	locale          TEXT NOT NULL,
	theme           TEXT NOT NULL,
	density         TEXT NOT NULL,
	single_keys     BIGINT NOT NULL,
	created_at      BIGINT NOT NULL,
	disabled_at     BIGINT NOT NULL
);

-- What signing in needs to remember; not part of the record, so without rev.
-- seen_at is the last request; left_at when the visit before this one ended.
CREATE TABLE sign_in_state (
	account_id TEXT PRIMARY KEY,
	code_step  BIGINT NOT NULL,
	seen_at    BIGINT NOT NULL,
	left_at    BIGINT NOT NULL
);
-- Failed tries, by the hash of what was tried: a name (known or not), a known
-- device, or the codes of an account.
CREATE TABLE sign_in_throttle (
	id         TEXT PRIMARY KEY,
	failures   BIGINT NOT NULL,
	wait_until BIGINT NOT NULL
);
CREATE TABLE known_device (
	token_hash TEXT PRIMARY KEY,
	account_id TEXT NOT NULL,
	seen_at    BIGINT NOT NULL
);
CREATE INDEX known_device_account ON known_device (account_id);
CREATE TABLE recovery_code (
	code_hash  TEXT PRIMARY KEY,
	account_id TEXT NOT NULL,
	used_at    BIGINT NOT NULL
);
CREATE INDEX recovery_code_account ON recovery_code (account_id);
-- locked: the screen is locked and waits for the pass phrase. proved_at is when
-- the pass phrase was last given in this session.
CREATE TABLE session (
	id           TEXT PRIMARY KEY,
	token_hash   TEXT NOT NULL UNIQUE,
	account_id   TEXT NOT NULL,
	created_at   BIGINT NOT NULL,
	seen_at      BIGINT NOT NULL,
	proved_at    BIGINT NOT NULL,
	locked       BIGINT NOT NULL,
	device       TEXT NOT NULL,
	flash        TEXT NOT NULL,
	views        TEXT NOT NULL
);
CREATE INDEX session_account ON session (account_id);
-- purpose: 'phrase' to choose a pass phrase, 'enter' to be signed in at once.
CREATE TABLE sign_in_link (
	token_hash TEXT PRIMARY KEY,
	account_id TEXT NOT NULL,
	purpose    TEXT NOT NULL,
	until_at   BIGINT NOT NULL
);

-- A form that arrived without a valid session, kept until its author is back.
CREATE TABLE held_form (
	id         TEXT PRIMARY KEY,
	account_id TEXT NOT NULL,
	at         BIGINT NOT NULL,
	path       TEXT NOT NULL,
	body       TEXT NOT NULL
);
-- A form that was answered, so that sending it twice does it once.
CREATE TABLE answered_form (
	once       TEXT PRIMARY KEY,
	account_id TEXT NOT NULL,
	at         BIGINT NOT NULL,
	location   TEXT NOT NULL
);
-- What somebody is typing, by page and field group.
CREATE TABLE draft (
	id         TEXT PRIMARY KEY,
	account_id TEXT NOT NULL,
	place      TEXT NOT NULL,
	at         BIGINT NOT NULL,
	body       TEXT NOT NULL,
	UNIQUE (account_id, place)
);

-- Which people an account may see that does not see all; cover for a
-- colleague is a grant with an end.
CREATE TABLE access_grant (
	id         TEXT PRIMARY KEY,
	rev        TEXT NOT NULL,
	account_id TEXT NOT NULL,
	person_id  TEXT NOT NULL,
	from_at    BIGINT NOT NULL,
	until_at   BIGINT NOT NULL,
	reason     TEXT NOT NULL
);
CREATE INDEX access_grant_account ON access_grant (account_id, person_id);
CREATE INDEX access_grant_person ON access_grant (person_id);
