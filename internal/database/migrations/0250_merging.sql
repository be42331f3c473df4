-- Two records of one person that became one: gone_id is part of keep_id, until
-- parted_at. take is what was taken over from it, as JSON.
CREATE TABLE person_merge (
	id        TEXT PRIMARY KEY,
	rev       TEXT NOT NULL,
	keep_id   TEXT NOT NULL,
	gone_id   TEXT NOT NULL,
	gone_name TEXT NOT NULL,
	take      TEXT NOT NULL,
	at        BIGINT NOT NULL,
	by_name   TEXT NOT NULL,
	parted_at BIGINT NOT NULL
);
CREATE INDEX person_merge_keep ON person_merge (keep_id);
CREATE UNIQUE INDEX person_merge_gone ON person_merge (gone_id) WHERE parted_at = 0;

-- Every row that a merge wrote, in order: where it came from, for as long as the
-- record lasts. was and became are columns as JSON; a row that went ('gone') is
-- kept whole in was.
CREATE TABLE person_merge_row (
	id       TEXT PRIMARY KEY,
	rev      TEXT NOT NULL,
	merge_id TEXT NOT NULL,
	place    BIGINT NOT NULL,
	of_table TEXT NOT NULL,
	row_id   TEXT NOT NULL,
	gone     BIGINT NOT NULL,
	was      TEXT NOT NULL,
	became   TEXT NOT NULL
);
CREATE INDEX person_merge_row_merge ON person_merge_row (merge_id, place);

-- Two people somebody decided are not the same; low_id < high_id.
CREATE TABLE person_distinct (
	id      TEXT PRIMARY KEY,
	rev     TEXT NOT NULL,
	low_id  TEXT NOT NULL,
	high_id TEXT NOT NULL,
	UNIQUE (low_id, high_id)
);

-- Likely doubles, as the last comparison found them: made anew each time. score
-- is in thousandths, why as JSON.
CREATE TABLE search_likely (
	low_id  TEXT NOT NULL,
	high_id TEXT NOT NULL,
	score   BIGINT NOT NULL,
	why     TEXT NOT NULL,
	PRIMARY KEY (low_id, high_id)
);
CREATE INDEX search_likely_score ON search_likely (score, low_id, high_id);
