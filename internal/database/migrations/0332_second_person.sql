-- What waits for a second person: a role that sees more, or a link with which
-- somebody could take an account that sees casework. kind: 'role', 'link'. It is
-- over when ended_at is not 0.
CREATE TABLE second_person (
	id           TEXT PRIMARY KEY,
	rev          TEXT NOT NULL,
	account_id   TEXT NOT NULL,
	kind         TEXT NOT NULL,
	role         TEXT NOT NULL,
	factors      BIGINT NOT NULL,
	by_id        TEXT NOT NULL,
	asked_at     BIGINT NOT NULL,
	confirmed_at BIGINT NOT NULL,
	ended_at     BIGINT NOT NULL
);
CREATE INDEX second_person_account ON second_person (account_id, ended_at);
