-- A grievance of somebody at a facility. rules_* name the version of the procedure
-- that it keeps. Its clocks are counted, not stored; those that run are tasks.
CREATE TABLE grievance (
	id           TEXT PRIMARY KEY,
	rev          TEXT NOT NULL,
	person_id    TEXT NOT NULL,
	facility_id  TEXT NOT NULL,
	title        TEXT NOT NULL,
	topic        TEXT NOT NULL,
	what         TEXT NOT NULL,
	incident     TEXT NOT NULL,
	incident_at  TEXT NOT NULL,
	discovered   TEXT NOT NULL,
	unit         TEXT NOT NULL,
	wanted       TEXT NOT NULL,
	harm         TEXT NOT NULL,
	reprisal     TEXT NOT NULL,
	their_number TEXT NOT NULL,
	worker_id    TEXT NOT NULL,
	case_id      TEXT NOT NULL,
	rules_pack   TEXT NOT NULL,
	rules_code   TEXT NOT NULL,
	rules_from   TEXT NOT NULL,
	track        TEXT NOT NULL,
	answers      TEXT NOT NULL,
	state        TEXT NOT NULL,
	state_on     TEXT NOT NULL,
	state_why    TEXT NOT NULL,
	sight        TEXT NOT NULL,
	twin_id      TEXT NOT NULL,
	moved_to     TEXT NOT NULL,
	opened_on    TEXT NOT NULL,
	author_id    TEXT NOT NULL,
	author_name  TEXT NOT NULL,
	created_at   BIGINT NOT NULL
);
CREATE INDEX grievance_person ON grievance (person_id, opened_on);
CREATE INDEX grievance_state ON grievance (state, facility_id);
CREATE INDEX grievance_facility ON grievance (facility_id, topic, opened_on);

-- What happened to it: the way of each step, more time, a clock that stood still, a
-- reprisal, a way that was barred.
CREATE TABLE grievance_event (
	id           TEXT PRIMARY KEY,
	rev          TEXT NOT NULL,
	grievance_id TEXT NOT NULL,
	person_id    TEXT NOT NULL,
	kind         TEXT NOT NULL,
	step         TEXT NOT NULL,
	way          TEXT NOT NULL,
	on_date      TEXT NOT NULL,
	at_time      TEXT NOT NULL,
	signed_on    TEXT NOT NULL,
	until_on     TEXT NOT NULL,
	source       TEXT NOT NULL,
	receipt      TEXT NOT NULL,
	file_id      TEXT NOT NULL,
	words        TEXT NOT NULL,
	entry_id     TEXT NOT NULL,
	recorded_at  BIGINT NOT NULL,
	author_id    TEXT NOT NULL,
	author_name  TEXT NOT NULL
);
CREATE INDEX grievance_event_grievance ON grievance_event (grievance_id, recorded_at);
CREATE INDEX grievance_event_person ON grievance_event (person_id);

-- What a step needs to go with it, as far as somebody did something about it.
CREATE TABLE grievance_need (
	id           TEXT PRIMARY KEY,
	rev          TEXT NOT NULL,
	grievance_id TEXT NOT NULL,
	person_id    TEXT NOT NULL,
	step         TEXT NOT NULL,
	words        TEXT NOT NULL,
	own          BIGINT NOT NULL,
	state        TEXT NOT NULL,
	asked_on     TEXT NOT NULL,
	why          TEXT NOT NULL,
	file_id      TEXT NOT NULL,
	added_at     BIGINT NOT NULL
);
CREATE INDEX grievance_need_grievance ON grievance_need (grievance_id, step);
CREATE INDEX grievance_need_person ON grievance_need (person_id);

-- One box of the form of a step, as it is drafted for the person to sign.
CREATE TABLE grievance_box (
	id           TEXT PRIMARY KEY,
	rev          TEXT NOT NULL,
	grievance_id TEXT NOT NULL,
	person_id    TEXT NOT NULL,
	step         TEXT NOT NULL,
	box          TEXT NOT NULL,
	body         TEXT NOT NULL,
	saved_at     BIGINT NOT NULL,
	saved_name   TEXT NOT NULL
);
CREATE UNIQUE INDEX grievance_box_of ON grievance_box (grievance_id, step, box);
CREATE INDEX grievance_box_person ON grievance_box (person_id);
