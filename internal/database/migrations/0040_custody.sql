-- Where somebody is or was, as dated stays: each is a claim with source and
-- confidence. state: 'held', 'in-transit', 'released', 'unlawfully-absent', 'unknown'.
-- since_sort is the earliest day since may mean. current = 1 marks the newest
-- trusted claim, at most one for each person. beside = 1 marks a claim that
-- contradicts the line of stays and is kept for somebody to weigh.
CREATE TABLE stay (
	id          TEXT PRIMARY KEY,
	rev         TEXT NOT NULL,
	person_id   TEXT NOT NULL,
	facility_id TEXT NOT NULL,
	unit        TEXT NOT NULL,
	state       TEXT NOT NULL,
	since       TEXT NOT NULL,
	since_sort  TEXT NOT NULL,
	until       TEXT NOT NULL,
	source      TEXT NOT NULL,
	source_on   TEXT NOT NULL,
	confidence  TEXT NOT NULL,
	recorded_at BIGINT NOT NULL,
	recorded_by TEXT NOT NULL,
	current     BIGINT NOT NULL,
	beside      BIGINT NOT NULL
);
CREATE INDEX stay_person ON stay (person_id, since_sort);
CREATE UNIQUE INDEX stay_current ON stay (person_id) WHERE current = 1;
CREATE INDEX stay_facility ON stay (facility_id, current);

-- Points on the way: arrested, sentenced, hearing, parole, release. claim says
-- whether it is official or our estimate; the official date wins. An old date
-- is ended, never overwritten.
CREATE TABLE milestone (
	id          TEXT PRIMARY KEY,
	rev         TEXT NOT NULL,
	person_id   TEXT NOT NULL,
	kind        TEXT NOT NULL,
	on_date     TEXT NOT NULL,
	on_sort     TEXT NOT NULL,
	at_time     TEXT NOT NULL,
	detail      TEXT NOT NULL,
	claim       TEXT NOT NULL,
	source      TEXT NOT NULL,
	source_on   TEXT NOT NULL,
	recorded_at BIGINT NOT NULL,
	recorded_by TEXT NOT NULL,
	ended_at    BIGINT NOT NULL
);
CREATE INDEX milestone_person ON milestone (person_id, on_sort);
CREATE INDEX milestone_kind ON milestone (kind, on_sort);
