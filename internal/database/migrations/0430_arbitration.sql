-- A matter between a person and a department that somebody neutral hears. neutral_id is an
-- account of ours, '' for somebody from outside, whose name alone is kept.
CREATE TABLE arbitration (
	id           TEXT PRIMARY KEY,
	rev          TEXT NOT NULL,
	person_id    TEXT NOT NULL,
	grievance_id TEXT NOT NULL,
	title        TEXT NOT NULL,
	other_party  TEXT NOT NULL,
	asks         TEXT NOT NULL,
	neutral_id   TEXT NOT NULL,
	neutral_name TEXT NOT NULL,
	proposal     TEXT NOT NULL,
	proposed_on  TEXT NOT NULL,
	person_says  TEXT NOT NULL,
	other_says   TEXT NOT NULL,
	agreement    TEXT NOT NULL,
	state        TEXT NOT NULL,
	state_on     TEXT NOT NULL,
	state_why    TEXT NOT NULL,
	opened_on    TEXT NOT NULL,
	worker_id    TEXT NOT NULL,
	author_name  TEXT NOT NULL
);
CREATE INDEX arbitration_person ON arbitration (person_id);
CREATE INDEX arbitration_state ON arbitration (state, opened_on);

-- What one side says of it.
CREATE TABLE arbitration_position (
	id             TEXT PRIMARY KEY,
	rev            TEXT NOT NULL,
	person_id      TEXT NOT NULL,
	arbitration_id TEXT NOT NULL,
	side           TEXT NOT NULL,
	said_on        TEXT NOT NULL,
	words          TEXT NOT NULL,
	author_name    TEXT NOT NULL
);
CREATE INDEX arbitration_position_of ON arbitration_position (arbitration_id);

-- A meeting, planned or held.
CREATE TABLE arbitration_sitting (
	id             TEXT PRIMARY KEY,
	rev            TEXT NOT NULL,
	person_id      TEXT NOT NULL,
	arbitration_id TEXT NOT NULL,
	on_date        TEXT NOT NULL,
	at_time        TEXT NOT NULL,
	place          TEXT NOT NULL,
	agenda         TEXT NOT NULL,
	held           BIGINT NOT NULL,
	who            TEXT NOT NULL,
	minutes        TEXT NOT NULL
);
CREATE INDEX arbitration_sitting_of ON arbitration_sitting (arbitration_id, on_date);

-- What one side promised in an agreement, and whether it was kept.
CREATE TABLE arbitration_promise (
	id             TEXT PRIMARY KEY,
	rev            TEXT NOT NULL,
	person_id      TEXT NOT NULL,
	arbitration_id TEXT NOT NULL,
	side           TEXT NOT NULL,
	words          TEXT NOT NULL,
	follow_on      TEXT NOT NULL,
	state          TEXT NOT NULL,
	state_why      TEXT NOT NULL
);
CREATE INDEX arbitration_promise_of ON arbitration_promise (arbitration_id);

-- A paper that lies before the neutral; it is a file of the person's, given on a day.
CREATE TABLE arbitration_paper (
	id             TEXT PRIMARY KEY,
	rev            TEXT NOT NULL,
	person_id      TEXT NOT NULL,
	arbitration_id TEXT NOT NULL,
	file_id        TEXT NOT NULL,
	title          TEXT NOT NULL,
	given_on       TEXT NOT NULL
);
CREATE INDEX arbitration_paper_of ON arbitration_paper (arbitration_id);

-- The neutral's own notes; nobody else reads them.
CREATE TABLE arbitration_note (
	id             TEXT PRIMARY KEY,
	rev            TEXT NOT NULL,
	person_id      TEXT NOT NULL,
	arbitration_id TEXT NOT NULL,
	words          TEXT NOT NULL,
	author_id      TEXT NOT NULL,
	written_at     BIGINT NOT NULL
);
CREATE INDEX arbitration_note_of ON arbitration_note (arbitration_id);
