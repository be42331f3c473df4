-- What is being done so that somebody comes home well. home_on and home_at are what
-- everything is counted from; home_said is the date as it is known.
CREATE TABLE plan (
	id          TEXT PRIMARY KEY,
	rev         TEXT NOT NULL,
	person_id   TEXT NOT NULL,
	outline     TEXT NOT NULL,
	home_on     TEXT NOT NULL,
	home_at     TEXT NOT NULL,
	home_said   TEXT NOT NULL,
	claim       TEXT NOT NULL,
	went        BIGINT NOT NULL,
	state       TEXT NOT NULL,
	opened_on   TEXT NOT NULL,
	closed_on   TEXT NOT NULL,
	closed_why  TEXT NOT NULL,
	worker_id   TEXT NOT NULL,
	author_name TEXT NOT NULL
);
CREATE INDEX plan_person ON plan (person_id);
CREATE INDEX plan_home ON plan (state, home_on, home_at, id);

-- One thing somebody needs. due is counted from home_on: "-4w", "+24h".
CREATE TABLE plan_need (
	id          TEXT PRIMARY KEY,
	rev         TEXT NOT NULL,
	person_id   TEXT NOT NULL,
	plan_id     TEXT NOT NULL,
	heading     TEXT NOT NULL,
	kind        TEXT NOT NULL,
	title       TEXT NOT NULL,
	due         TEXT NOT NULL,
	must        BIGINT NOT NULL,
	first72     BIGINT NOT NULL,
	owner_id    TEXT NOT NULL,
	owner_name  TEXT NOT NULL,
	state       TEXT NOT NULL,
	state_on    TEXT NOT NULL,
	note        TEXT NOT NULL,
	supply_days BIGINT NOT NULL,
	task_id     TEXT NOT NULL
);
CREATE INDEX plan_need_of ON plan_need (plan_id);
CREATE INDEX plan_need_person ON plan_need (person_id);

-- A call after the gate. said_at is 0 while it is awaited, alarmed_at while nobody on
-- duty had to be told.
CREATE TABLE plan_call (
	id         TEXT PRIMARY KEY,
	rev        TEXT NOT NULL,
	person_id  TEXT NOT NULL,
	plan_id    TEXT NOT NULL,
	due        TEXT NOT NULL,
	state      TEXT NOT NULL,
	tries      BIGINT NOT NULL,
	note       TEXT NOT NULL,
	said_at    BIGINT NOT NULL,
	said_by    TEXT NOT NULL,
	task_id    TEXT NOT NULL,
	alarm_id   TEXT NOT NULL,
	alarmed_at BIGINT NOT NULL
);
CREATE INDEX plan_call_of ON plan_call (plan_id);
CREATE INDEX plan_call_person ON plan_call (person_id);

-- How it went, so long after the gate.
CREATE TABLE plan_outcome (
	id        TEXT PRIMARY KEY,
	rev       TEXT NOT NULL,
	person_id TEXT NOT NULL,
	plan_id   TEXT NOT NULL,
	due       TEXT NOT NULL,
	contact   TEXT NOT NULL,
	living    TEXT NOT NULL,
	income    TEXT NOT NULL,
	note      TEXT NOT NULL,
	said_on   TEXT NOT NULL,
	said_by   TEXT NOT NULL,
	task_id   TEXT NOT NULL
);
CREATE INDEX plan_outcome_of ON plan_outcome (plan_id);
CREATE INDEX plan_outcome_person ON plan_outcome (person_id);

-- A condition somebody is out under.
CREATE TABLE plan_condition (
	id        TEXT PRIMARY KEY,
	rev       TEXT NOT NULL,
	person_id TEXT NOT NULL,
	words     TEXT NOT NULL,
	kind      TEXT NOT NULL,
	from_on   TEXT NOT NULL,
	until_on  TEXT NOT NULL,
	source    TEXT NOT NULL,
	ended_on  TEXT NOT NULL,
	task_id   TEXT NOT NULL
);
CREATE INDEX plan_condition_person ON plan_condition (person_id);

-- A paper of somebody's, and who has it.
CREATE TABLE plan_paper (
	id        TEXT PRIMARY KEY,
	rev       TEXT NOT NULL,
	person_id TEXT NOT NULL,
	kind      TEXT NOT NULL,
	title     TEXT NOT NULL,
	holder    TEXT NOT NULL,
	place     TEXT NOT NULL,
	copied    BIGINT NOT NULL,
	since_on  TEXT NOT NULL
);
CREATE INDEX plan_paper_person ON plan_paper (person_id);

-- A paper passed from one hand to another, or was copied.
CREATE TABLE plan_paper_move (
	id          TEXT PRIMARY KEY,
	rev         TEXT NOT NULL,
	person_id   TEXT NOT NULL,
	paper_id    TEXT NOT NULL,
	moved_on    TEXT NOT NULL,
	what        TEXT NOT NULL,
	note        TEXT NOT NULL,
	author_name TEXT NOT NULL
);
CREATE INDEX plan_paper_move_of ON plan_paper_move (paper_id);
CREATE INDEX plan_paper_move_person ON plan_paper_move (person_id);

-- Who is on duty, for what cannot wait for anybody's own worker.
CREATE TABLE plan_duty (
	id         TEXT PRIMARY KEY,
	rev        TEXT NOT NULL,
	account_id TEXT NOT NULL,
	from_on    TEXT NOT NULL,
	until_on   TEXT NOT NULL
);
CREATE INDEX plan_duty_day ON plan_duty (from_on, until_on);
