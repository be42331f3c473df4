-- What a court imposed on somebody, as far as it takes to estimate when they get
-- out. One holds at a time; one that does not hold any more is ended and kept.
-- queried says which official date and which estimate the task of the row asks
-- about, so that the same difference is not asked about twice.
CREATE TABLE sentence (
	id           TEXT PRIMARY KEY,
	rev          TEXT NOT NULL,
	person_id    TEXT NOT NULL,
	jurisdiction TEXT NOT NULL,
	imposed_on   TEXT NOT NULL,
	length       TEXT NOT NULL,
	track        TEXT NOT NULL,
	remand       BIGINT NOT NULL,
	tagged_bail  BIGINT NOT NULL,
	added        BIGINT NOT NULL,
	away         BIGINT NOT NULL,
	jail_credit  BIGINT NOT NULL,
	time_credit  BIGINT NOT NULL,
	source       TEXT NOT NULL,
	recorded_at  BIGINT NOT NULL,
	recorded_by  TEXT NOT NULL,
	ended_at     BIGINT NOT NULL,
	task_id      TEXT NOT NULL,
	queried      TEXT NOT NULL
);
CREATE INDEX sentence_person ON sentence (person_id, ended_at);
