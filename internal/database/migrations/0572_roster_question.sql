-- What a list says of somebody besides where they are, so that a question can go its
-- way once somebody has said "yes, this is them": released = 1 when it says so,
-- released_on of which day, release_on the day it expects. had_on is the date of
-- release that the record had, of a claim of a new one.
ALTER TABLE roster_claim ADD COLUMN released BIGINT NOT NULL DEFAULT 0;
ALTER TABLE roster_claim ADD COLUMN released_on TEXT NOT NULL DEFAULT '';
ALTER TABLE roster_claim ADD COLUMN release_on TEXT NOT NULL DEFAULT '';
ALTER TABLE roster_claim ADD COLUMN had_on TEXT NOT NULL DEFAULT '';
