-- An entry of the timeline is lent: the account reads it until a moment, whoever
-- it was kept for.
CREATE TABLE entry_loan (
	id         TEXT PRIMARY KEY,
	rev        TEXT NOT NULL,
	entry_id   TEXT NOT NULL,
	account_id TEXT NOT NULL,
	until_at   BIGINT NOT NULL
);
CREATE INDEX entry_loan_account ON entry_loan (account_id, entry_id, until_at);

-- Somebody asks to read an entry that is kept from them. state: 'open',
-- 'allowed', 'refused'. answer is what was said to it.
CREATE TABLE entry_ask (
	id          TEXT PRIMARY KEY,
	rev         TEXT NOT NULL,
	entry_id    TEXT NOT NULL,
	person_id   TEXT NOT NULL,
	account_id  TEXT NOT NULL,
	why         TEXT NOT NULL,
	at          BIGINT NOT NULL,
	state       TEXT NOT NULL,
	answer      TEXT NOT NULL,
	by_id       TEXT NOT NULL,
	answered_at BIGINT NOT NULL,
	until_at    BIGINT NOT NULL
);
CREATE INDEX entry_ask_entry ON entry_ask (entry_id, account_id);
CREATE INDEX entry_ask_person ON entry_ask (person_id);
