-- Browsers somebody has signed in from, by a hash of the browser's mark and the
-- account: two people at one computer each know it. Takes the place of
-- known_device, which knew one account for each browser.
DROP TABLE known_device;
CREATE TABLE known_browser (
	id         TEXT PRIMARY KEY,
	account_id TEXT NOT NULL,
	words      TEXT NOT NULL,
	seen_at    BIGINT NOT NULL
);
CREATE INDEX known_browser_account ON known_browser (account_id);
-- What somebody is to be told about their own account on their next page, except
-- in the session it comes from. what is the end of a message's key.
CREATE TABLE account_notice (
	id         TEXT PRIMARY KEY,
	account_id TEXT NOT NULL,
	session_id TEXT NOT NULL,
	at         BIGINT NOT NULL,
	what       TEXT NOT NULL,
	about      TEXT NOT NULL
);
CREATE INDEX account_notice_account ON account_notice (account_id, at);
-- Until when a session, and whoever signs in from a browser that is known, was
-- told.
ALTER TABLE session ADD COLUMN told_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE session ADD COLUMN known BIGINT NOT NULL DEFAULT 0;
ALTER TABLE sign_in_state ADD COLUMN told_at BIGINT NOT NULL DEFAULT 0;
