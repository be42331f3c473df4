-- A family that is helped in its own right. person_id is the relative it is opened for;
-- whoever sees them sees the household, and nobody else does.
CREATE TABLE household (
	id          TEXT PRIMARY KEY,
	rev         TEXT NOT NULL,
	person_id   TEXT NOT NULL,
	name        TEXT NOT NULL,
	note        TEXT NOT NULL,
	state       TEXT NOT NULL,
	opened_on   TEXT NOT NULL,
	closed_on   TEXT NOT NULL,
	closed_why  TEXT NOT NULL,
	worker_id   TEXT NOT NULL,
	author_name TEXT NOT NULL
);
CREATE INDEX household_person ON household (person_id);
CREATE INDEX household_state ON household (state, name);

-- Who belongs to it; a child is a person of the record behind the wall of children.
CREATE TABLE household_member (
	id           TEXT PRIMARY KEY,
	rev          TEXT NOT NULL,
	person_id    TEXT NOT NULL,
	household_id TEXT NOT NULL,
	relation     TEXT NOT NULL,
	child        BIGINT NOT NULL
);
CREATE INDEX household_member_of ON household_member (household_id);
CREATE INDEX household_member_person ON household_member (person_id);

-- Who of theirs is inside. Never shown on that person's own page to somebody who does not
-- see the household.
CREATE TABLE household_inside (
	id           TEXT PRIMARY KEY,
	rev          TEXT NOT NULL,
	person_id    TEXT NOT NULL,
	household_id TEXT NOT NULL,
	relation     TEXT NOT NULL
);
CREATE INDEX household_inside_of ON household_inside (household_id);
CREATE INDEX household_inside_person ON household_inside (person_id);

CREATE TABLE household_need (
	id           TEXT PRIMARY KEY,
	rev          TEXT NOT NULL,
	person_id    TEXT NOT NULL,
	household_id TEXT NOT NULL,
	words        TEXT NOT NULL,
	state        TEXT NOT NULL,
	state_on     TEXT NOT NULL,
	outcome      TEXT NOT NULL
);
CREATE INDEX household_need_of ON household_need (household_id);
CREATE INDEX household_need_person ON household_need (person_id);

-- Emergency aid, in the smallest unit of money.
CREATE TABLE household_aid (
	id           TEXT PRIMARY KEY,
	rev          TEXT NOT NULL,
	person_id    TEXT NOT NULL,
	household_id TEXT NOT NULL,
	kind         TEXT NOT NULL,
	amount       BIGINT NOT NULL,
	given_on     TEXT NOT NULL,
	how          TEXT NOT NULL,
	over_why     TEXT NOT NULL,
	author_name  TEXT NOT NULL
);
CREATE INDEX household_aid_of ON household_aid (household_id, given_on);
CREATE INDEX household_aid_person ON household_aid (person_id);

-- How much aid of a kind a household gets in so many days.
CREATE TABLE aid_cap (
	id     TEXT PRIMARY KEY,
	rev    TEXT NOT NULL,
	kind   TEXT NOT NULL,
	amount BIGINT NOT NULL,
	days   BIGINT NOT NULL
);

-- Who may know what of the family.
CREATE TABLE household_tell (
	id           TEXT PRIMARY KEY,
	rev          TEXT NOT NULL,
	person_id    TEXT NOT NULL,
	household_id TEXT NOT NULL,
	what         TEXT NOT NULL,
	whom         TEXT NOT NULL,
	may          BIGINT NOT NULL,
	until_on     TEXT NOT NULL,
	agreed_on    TEXT NOT NULL,
	author_name  TEXT NOT NULL
);
CREATE INDEX household_tell_of ON household_tell (household_id);
CREATE INDEX household_tell_person ON household_tell (person_id);

-- A call of the helpline. It needs no name; household_id is set when it became a household.
CREATE TABLE family_call (
	id           TEXT PRIMARY KEY,
	rev          TEXT NOT NULL,
	person_id    TEXT NOT NULL,
	household_id TEXT NOT NULL,
	called_at    BIGINT NOT NULL,
	about        TEXT NOT NULL,
	caller       TEXT NOT NULL,
	words        TEXT NOT NULL,
	follow_on    TEXT NOT NULL,
	task_id      TEXT NOT NULL,
	author_name  TEXT NOT NULL
);
CREATE INDEX family_call_at ON family_call (called_at);
CREATE INDEX family_call_person ON family_call (person_id);

-- A programme with an end.
CREATE TABLE family_programme (
	id    TEXT PRIMARY KEY,
	rev   TEXT NOT NULL,
	name  TEXT NOT NULL,
	about TEXT NOT NULL,
	weeks BIGINT NOT NULL
);

-- Somebody in a programme, from a day to the day it ends by itself. A score of -1 is none.
CREATE TABLE family_enrolment (
	id           TEXT PRIMARY KEY,
	rev          TEXT NOT NULL,
	person_id    TEXT NOT NULL,
	programme_id TEXT NOT NULL,
	child        BIGINT NOT NULL,
	began_on     TEXT NOT NULL,
	exit_on      TEXT NOT NULL,
	left_on      TEXT NOT NULL,
	left_why     TEXT NOT NULL,
	start_score  BIGINT NOT NULL,
	mid_score    BIGINT NOT NULL,
	end_score    BIGINT NOT NULL,
	worker_id    TEXT NOT NULL,
	task_id      TEXT NOT NULL
);
CREATE INDEX family_enrolment_of ON family_enrolment (programme_id);
CREATE INDEX family_enrolment_person ON family_enrolment (person_id);

CREATE TABLE family_trip (
	id          TEXT PRIMARY KEY,
	rev         TEXT NOT NULL,
	facility_id TEXT NOT NULL,
	on_date     TEXT NOT NULL,
	at_time     TEXT NOT NULL,
	meet        TEXT NOT NULL,
	seats       BIGINT NOT NULL
);
CREATE INDEX family_trip_on ON family_trip (on_date);

CREATE TABLE family_seat (
	id        TEXT PRIMARY KEY,
	rev       TEXT NOT NULL,
	person_id TEXT NOT NULL,
	trip_id   TEXT NOT NULL,
	child     BIGINT NOT NULL,
	waiting   BIGINT NOT NULL
);
CREATE INDEX family_seat_of ON family_seat (trip_id);
CREATE INDEX family_seat_person ON family_seat (person_id);

-- One tap at the counter of a visitor centre: nobody's name.
CREATE TABLE family_tap (
	id          TEXT PRIMARY KEY,
	rev         TEXT NOT NULL,
	facility_id TEXT NOT NULL,
	on_date     TEXT NOT NULL,
	part        TEXT NOT NULL,
	kind        TEXT NOT NULL,
	author_name TEXT NOT NULL
);
CREATE INDEX family_tap_day ON family_tap (facility_id, on_date);
