-- Passkeys of accounts. What stands here opens nothing: the secret half never
-- leaves the device. site is the name the passkey is bound to; synced, that it may
-- be on several devices of its owner; stopped_at, that its count went back, so that
-- there is a copy of it.
CREATE TABLE passkey (
	id         TEXT PRIMARY KEY,
	rev        TEXT NOT NULL,
	account_id TEXT NOT NULL,
	credential TEXT NOT NULL UNIQUE,
	public_key TEXT NOT NULL,
	site       TEXT NOT NULL,
	synced     BIGINT NOT NULL,
	name       TEXT NOT NULL,
	made_at    BIGINT NOT NULL,
	stopped_at BIGINT NOT NULL
);
CREATE INDEX passkey_account ON passkey (account_id);
-- What using a passkey leaves behind, by its id; not part of the record, so
-- without rev.
CREATE TABLE passkey_use (
	id      TEXT PRIMARY KEY,
	uses    BIGINT NOT NULL,
	used_at BIGINT NOT NULL
);
-- Questions to passkeys that were answered: each is answered once.
CREATE TABLE answered_challenge (
	id       TEXT PRIMARY KEY,
	until_at BIGINT NOT NULL
);
-- How the owner of a session last showed who they are: 'phrase', 'link', 'code',
-- 'recovery', 'passkey'.
ALTER TABLE session ADD COLUMN proved_with TEXT NOT NULL DEFAULT 'phrase';
