-- A key pair of an account's own. The private half is locked with a key that is
-- stretched from the pass phrase (Argon2id, of this cost and salt): the record's
-- data key does not open it. One that was lost with a pass phrase is ended.
CREATE TABLE account_key (
	id         TEXT PRIMARY KEY,
	rev        TEXT NOT NULL,
	account_id TEXT NOT NULL,
	recipient  TEXT NOT NULL,
	memory_kib BIGINT NOT NULL,
	passes     BIGINT NOT NULL,
	salt       TEXT NOT NULL,
	wrapped    TEXT NOT NULL,
	made_at    BIGINT NOT NULL,
	ended_at   BIGINT NOT NULL
);
CREATE UNIQUE INDEX account_key_present ON account_key (account_id) WHERE ended_at = 0;

-- The private half for the length of a session, locked with a key from the
-- token that only the browser has. It goes with its session.
CREATE TABLE session_key (
	session_id TEXT PRIMARY KEY REFERENCES session (id) ON DELETE CASCADE,
	wrapped    TEXT NOT NULL
);
