-- An employer who will talk. bars are the kinds of convictions they do not take, as they
-- say: their rule, not ours.
CREATE TABLE employer (
	id       TEXT PRIMARY KEY,
	rev      TEXT NOT NULL,
	name     TEXT NOT NULL,
	town     TEXT NOT NULL,
	contact  TEXT NOT NULL,
	note     TEXT NOT NULL,
	bars     TEXT NOT NULL,
	owner_id TEXT NOT NULL
);

CREATE TABLE employer_word (
	id          TEXT PRIMARY KEY,
	rev         TEXT NOT NULL,
	employer_id TEXT NOT NULL,
	on_date     TEXT NOT NULL,
	words       TEXT NOT NULL,
	author_name TEXT NOT NULL
);
CREATE INDEX employer_word_of ON employer_word (employer_id, on_date);

CREATE TABLE vacancy (
	id          TEXT PRIMARY KEY,
	rev         TEXT NOT NULL,
	employer_id TEXT NOT NULL,
	title       TEXT NOT NULL,
	hours       BIGINT NOT NULL,
	pay         TEXT NOT NULL,
	needs       TEXT NOT NULL,
	places      BIGINT NOT NULL,
	until_on    TEXT NOT NULL,
	closed      BIGINT NOT NULL
);
CREATE INDEX vacancy_of ON vacancy (employer_id);

-- Somebody who looks for work. bars are the kinds of convictions that an employer's rule
-- may be about; nobody reads them but those who may read what is special.
CREATE TABLE job_seeker (
	id        TEXT PRIMARY KEY,
	rev       TEXT NOT NULL,
	person_id TEXT NOT NULL,
	wants     TEXT NOT NULL,
	hours     BIGINT NOT NULL,
	from_on   TEXT NOT NULL,
	can       TEXT NOT NULL,
	bars      TEXT NOT NULL,
	bars_said BIGINT NOT NULL,
	papers    TEXT NOT NULL,
	worker_id TEXT NOT NULL,
	ended_on  TEXT NOT NULL
);
CREATE INDEX job_seeker_person ON job_seeker (person_id);

-- Somebody put forward for a vacancy.
CREATE TABLE job_candidate (
	id         TEXT PRIMARY KEY,
	rev        TEXT NOT NULL,
	person_id  TEXT NOT NULL,
	vacancy_id TEXT NOT NULL,
	state      TEXT NOT NULL,
	state_on   TEXT NOT NULL,
	meet_on    TEXT NOT NULL,
	note       TEXT NOT NULL,
	worker_id  TEXT NOT NULL,
	task_id    TEXT NOT NULL
);
CREATE INDEX job_candidate_of ON job_candidate (vacancy_id);
CREATE INDEX job_candidate_person ON job_candidate (person_id);

-- A job somebody has or had. wages are in the smallest unit; hours and wages are those
-- worked since the start, as far as they were proved.
CREATE TABLE placement (
	id          TEXT PRIMARY KEY,
	rev         TEXT NOT NULL,
	person_id   TEXT NOT NULL,
	employer_id TEXT NOT NULL,
	vacancy_id  TEXT NOT NULL,
	title       TEXT NOT NULL,
	start_on    TEXT NOT NULL,
	end_on      TEXT NOT NULL,
	end_why     TEXT NOT NULL,
	since_on    TEXT NOT NULL,
	hours       BIGINT NOT NULL,
	wages       BIGINT NOT NULL,
	filed_on    TEXT NOT NULL,
	worker_id   TEXT NOT NULL,
	form_task_id TEXT NOT NULL,
	kept_task_id TEXT NOT NULL
);
CREATE INDEX placement_person ON placement (person_id);
CREATE INDEX placement_employer ON placement (employer_id);

CREATE TABLE placement_proof (
	id           TEXT PRIMARY KEY,
	rev          TEXT NOT NULL,
	person_id    TEXT NOT NULL,
	placement_id TEXT NOT NULL,
	days         BIGINT NOT NULL,
	kind         TEXT NOT NULL,
	proved_on    TEXT NOT NULL,
	author_name  TEXT NOT NULL
);
CREATE INDEX placement_proof_of ON placement_proof (placement_id);
CREATE INDEX placement_proof_person ON placement_proof (person_id);
