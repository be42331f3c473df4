-- A programme an organisation defines itself.
CREATE TABLE programme (
	id            TEXT PRIMARY KEY,
	rev           TEXT NOT NULL,
	name          TEXT NOT NULL,
	about         TEXT NOT NULL,
	interval_days BIGINT NOT NULL,
	dormant_days  BIGINT NOT NULL,
	place         BIGINT NOT NULL,
	ended_at      BIGINT NOT NULL
);
-- Parts of a programme, in order: kind 'stage', 'question' or 'closing-reason'.
-- form of a question: 'text', 'yes-no', 'date', 'number', 'choice'.
CREATE TABLE programme_part (
	id           TEXT PRIMARY KEY,
	rev          TEXT NOT NULL,
	programme_id TEXT NOT NULL,
	kind         TEXT NOT NULL,
	name         TEXT NOT NULL,
	form         TEXT NOT NULL,
	choices      TEXT NOT NULL,
	place        BIGINT NOT NULL,
	ended_at     BIGINT NOT NULL
);
CREATE INDEX programme_part_programme ON programme_part (programme_id, kind, place);

-- The work with one person in one programme. state: 'waiting', 'active',
-- 'dormant', 'closed'. last_contact_on is the newest day either side was heard.
-- next_on is the day of the open next action, '' when nothing is set; triggers on
-- task keep it (0061), nobody writes it.
CREATE TABLE case_file (
	id              TEXT PRIMARY KEY,
	rev             TEXT NOT NULL,
	person_id       TEXT NOT NULL,
	programme_id    TEXT NOT NULL,
	worker_id       TEXT NOT NULL,
	state           TEXT NOT NULL,
	stage_id        TEXT NOT NULL,
	opened_on       TEXT NOT NULL,
	waiting_since   TEXT NOT NULL,
	closed_on       TEXT NOT NULL,
	closing_reason  TEXT NOT NULL,
	interval_days   BIGINT NOT NULL,
	last_contact_on TEXT NOT NULL,
	last_contact_how TEXT NOT NULL,
	created_at      BIGINT NOT NULL,
	next_on         TEXT NOT NULL DEFAULT ''
);
CREATE INDEX case_file_worker ON case_file (worker_id, state, next_on, person_id);
CREATE INDEX case_file_quiet ON case_file (worker_id, state, last_contact_on, next_on, person_id);
CREATE INDEX case_file_person ON case_file (person_id);
CREATE INDEX case_file_state ON case_file (state, last_contact_on);
CREATE INDEX case_file_waiting ON case_file (state, waiting_since);

-- The times a case was on the books: from opening, or opening again, until it
-- was closed ('' while it is open). Numbers of cases are counted from these, so
-- that start + opened - closed = end whatever happens to a case later.
CREATE TABLE case_span (
	id        TEXT PRIMARY KEY,
	rev       TEXT NOT NULL,
	case_id   TEXT NOT NULL,
	person_id TEXT NOT NULL,
	worker_id TEXT NOT NULL,
	opened_on TEXT NOT NULL,
	closed_on TEXT NOT NULL,
	reason    TEXT NOT NULL
);
CREATE INDEX case_span_case ON case_span (case_id);
CREATE INDEX case_span_opened ON case_span (opened_on, closed_on);
CREATE INDEX case_span_closed ON case_span (closed_on, opened_on);

CREATE TABLE case_answer (
	id          TEXT PRIMARY KEY,
	rev         TEXT NOT NULL,
	case_id     TEXT NOT NULL,
	question_id TEXT NOT NULL,
	value       TEXT NOT NULL,
	state       TEXT NOT NULL,
	UNIQUE (case_id, question_id)
);

-- Somebody stands in for a colleague between two days.
CREATE TABLE cover (
	id         TEXT PRIMARY KEY,
	rev        TEXT NOT NULL,
	worker_id  TEXT NOT NULL,
	by_id      TEXT NOT NULL,
	from_on    TEXT NOT NULL,
	until_on   TEXT NOT NULL,
	reason     TEXT NOT NULL
);
CREATE INDEX cover_by ON cover (by_id, until_on);
CREATE INDEX cover_worker ON cover (worker_id, until_on);

-- A free line added to the hand-over.
CREATE TABLE handover_line (
	id          TEXT PRIMARY KEY,
	rev         TEXT NOT NULL,
	author_id   TEXT NOT NULL,
	author_name TEXT NOT NULL,
	at          BIGINT NOT NULL,
	person_id   TEXT NOT NULL,
	line        TEXT NOT NULL
);
CREATE INDEX handover_line_at ON handover_line (at);

-- Whose birthday it is: month and day of a date of birth.
CREATE INDEX person_birthday ON person (substr(ltrim(born, '~'), 6, 5));
