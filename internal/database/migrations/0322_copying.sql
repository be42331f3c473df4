-- Somebody asks to take many people out of the record in one day. agreed_by is
-- who agreed, '' while nobody has; alone = 1 when there was nobody else to ask.
CREATE TABLE copy_wish (
	id          TEXT PRIMARY KEY,
	rev         TEXT NOT NULL,
	account_id  TEXT NOT NULL,
	why         TEXT NOT NULL,
	at          BIGINT NOT NULL,
	agreed_by   TEXT NOT NULL,
	agreed_name TEXT NOT NULL,
	agreed_at   BIGINT NOT NULL,
	until_at    BIGINT NOT NULL,
	alone       BIGINT NOT NULL
);
CREATE INDEX copy_wish_account ON copy_wish (account_id, until_at);
