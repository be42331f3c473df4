-- After how long what goes. A row is a schedule as an organisation changed it;
-- the others stand in retention/schedules.json.
CREATE TABLE retention_schedule (
	id          TEXT PRIMARY KEY,
	rev         TEXT NOT NULL,
	amount      BIGINT NOT NULL,
	unit        TEXT NOT NULL,
	used        BIGINT NOT NULL,
	automatic   BIGINT NOT NULL,
	reason      TEXT NOT NULL,
	citation    TEXT NOT NULL,
	verified_on TEXT NOT NULL
);

-- Kept longer than a schedule says, until a day, and why.
CREATE TABLE retention_keep (
	id        TEXT PRIMARY KEY,
	rev       TEXT NOT NULL,
	person_id TEXT NOT NULL,
	schedule  TEXT NOT NULL,
	until_on  TEXT NOT NULL,
	why       TEXT NOT NULL,
	by_name   TEXT NOT NULL,
	at        BIGINT NOT NULL
);
CREATE INDEX retention_keep_person ON retention_keep (person_id);

-- A hold keeps somebody from being erased, whoever asks and whatever is due.
CREATE TABLE legal_hold (
	id             TEXT PRIMARY KEY,
	rev            TEXT NOT NULL,
	person_id      TEXT NOT NULL,
	why            TEXT NOT NULL,
	state          TEXT NOT NULL,
	review_on      TEXT NOT NULL,
	asked_by       TEXT NOT NULL,
	asked_name     TEXT NOT NULL,
	asked_at       BIGINT NOT NULL,
	confirmed_by   TEXT NOT NULL,
	confirmed_name TEXT NOT NULL,
	confirmed_at   BIGINT NOT NULL,
	ending_by      TEXT NOT NULL,
	ending_name    TEXT NOT NULL,
	ending_at      BIGINT NOT NULL,
	ended_by       TEXT NOT NULL,
	ended_name     TEXT NOT NULL,
	ended_at       BIGINT NOT NULL
);
CREATE INDEX legal_hold_person ON legal_hold (person_id);
CREATE INDEX legal_hold_state ON legal_hold (state, review_on);

-- Who was erased: a random number, and nothing of them.
CREATE TABLE erased_person (
	id       TEXT PRIMARY KEY,
	rev      TEXT NOT NULL,
	at       BIGINT NOT NULL,
	by_id    TEXT NOT NULL,
	reason   TEXT NOT NULL,
	schedule TEXT NOT NULL
);

-- When the program last looked at its clock, and the jumps it saw.
CREATE TABLE retention_clock (
	id      TEXT PRIMARY KEY,
	seen_at BIGINT NOT NULL
);
CREATE TABLE clock_jump (
	id       TEXT PRIMARY KEY,
	rev      TEXT NOT NULL,
	from_at  BIGINT NOT NULL,
	to_at    BIGINT NOT NULL,
	ended_at BIGINT NOT NULL
);
