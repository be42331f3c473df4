-- Chapters are walls: a person and an account belong to one, or to none where
-- an organisation is not divided ('').
CREATE TABLE chapter (
	id       TEXT PRIMARY KEY,
	rev      TEXT NOT NULL,
	name     TEXT NOT NULL,
	ended_at BIGINT NOT NULL
);
ALTER TABLE account ADD COLUMN chapter_id TEXT NOT NULL DEFAULT '';
ALTER TABLE person ADD COLUMN chapter_id TEXT NOT NULL DEFAULT '';
CREATE INDEX person_chapter ON person (chapter_id, id);

-- A person is offered to another chapter, which takes them or does not.
-- state: 'offered', 'taken', 'refused', 'withdrawn'.
CREATE TABLE chapter_offer (
	id        TEXT PRIMARY KEY,
	rev       TEXT NOT NULL,
	person_id TEXT NOT NULL,
	from_id   TEXT NOT NULL,
	to_id     TEXT NOT NULL,
	by_id     TEXT NOT NULL,
	why       TEXT NOT NULL,
	state     TEXT NOT NULL,
	at        BIGINT NOT NULL
);
CREATE INDEX chapter_offer_person ON chapter_offer (person_id, state);
CREATE INDEX chapter_offer_to ON chapter_offer (to_id, state);

-- A conflict of interest: nothing lets the account see the person while it
-- lasts. kind says why: 'family', 'co-defendant', 'officer', 'complaint', 'other'.
CREATE TABLE access_bar (
	id         TEXT PRIMARY KEY,
	rev        TEXT NOT NULL,
	account_id TEXT NOT NULL,
	person_id  TEXT NOT NULL,
	kind       TEXT NOT NULL,
	why        TEXT NOT NULL,
	by_id      TEXT NOT NULL,
	from_at    BIGINT NOT NULL,
	until_at   BIGINT NOT NULL
);
CREATE INDEX access_bar_account ON access_bar (account_id, person_id);
CREATE INDEX access_bar_person ON access_bar (person_id);

-- The use of a person's record is restricted: it is kept, and not used.
CREATE TABLE restriction (
	id        TEXT PRIMARY KEY,
	rev       TEXT NOT NULL,
	person_id TEXT NOT NULL,
	why       TEXT NOT NULL,
	by_id     TEXT NOT NULL,
	from_at   BIGINT NOT NULL,
	until_at  BIGINT NOT NULL
);
CREATE INDEX restriction_until ON restriction (until_at, person_id);

-- The glass was broken: somebody looked at a person who was not theirs. The
-- grant that goes with it has the reason 'glass'.
CREATE TABLE broken_glass (
	id         TEXT PRIMARY KEY,
	rev        TEXT NOT NULL,
	account_id TEXT NOT NULL,
	person_id  TEXT NOT NULL,
	why        TEXT NOT NULL,
	from_at    BIGINT NOT NULL,
	until_at   BIGINT NOT NULL
);
CREATE INDEX broken_glass_account ON broken_glass (account_id, until_at);
CREATE INDEX broken_glass_person ON broken_glass (person_id);
