-- A bulk list of a prison system that was read. complete = 0 marks one that was
-- broken, short or strange: nobody is missed for it. digest is SHA-256 of the file.
CREATE TABLE roster_run (
	id         TEXT PRIMARY KEY,
	rev        TEXT NOT NULL,
	layout     TEXT NOT NULL,
	file_name  TEXT NOT NULL,
	digest     TEXT NOT NULL,
	as_of      TEXT NOT NULL,
	row_count  BIGINT NOT NULL,
	seen_count BIGINT NOT NULL,
	complete   BIGINT NOT NULL,
	read_at    BIGINT NOT NULL,
	read_by    TEXT NOT NULL
);
CREATE INDEX roster_run_layout ON roster_run (layout, as_of);

-- What a list says of somebody of ours, until somebody decides. kind: 'moved',
-- 'released', 'new-date', 'not-seen', 'unsure'. state: 'open', 'accepted',
-- 'dismissed', 'overtaken'. place, name_said and number_said are as the list
-- writes them; claim_on is the day of a release or the new date.
CREATE TABLE roster_claim (
	id           TEXT PRIMARY KEY,
	rev          TEXT NOT NULL,
	run_id       TEXT NOT NULL,
	layout       TEXT NOT NULL,
	person_id    TEXT NOT NULL,
	kind         TEXT NOT NULL,
	why          TEXT NOT NULL,
	facility_id  TEXT NOT NULL,
	place_said   TEXT NOT NULL,
	transit      BIGINT NOT NULL,
	claim_on     TEXT NOT NULL,
	was_at       TEXT NOT NULL,
	as_of        TEXT NOT NULL,
	row_no       BIGINT NOT NULL,
	name_said    TEXT NOT NULL,
	number_said  TEXT NOT NULL,
	state        TEXT NOT NULL,
	decided_at   BIGINT NOT NULL,
	ended_by     TEXT NOT NULL,
	decided_name TEXT NOT NULL
);
CREATE INDEX roster_claim_person ON roster_claim (person_id);
CREATE INDEX roster_claim_state ON roster_claim (state, kind);
CREATE INDEX roster_claim_facility ON roster_claim (facility_id);
