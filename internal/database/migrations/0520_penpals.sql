-- What an organisation has decided about pen pals; one row, and none before anything was
-- decided.
CREATE TABLE penpal_policy (
	id             TEXT PRIMARY KEY,
	rev            TEXT NOT NULL,
	nudge_days     BIGINT NOT NULL,
	rematch_days   BIGINT NOT NULL,
	box            TEXT NOT NULL,
	tells_number   BIGINT NOT NULL,
	coordinator_id TEXT NOT NULL
);

-- Somebody inside who asked for a pen pal. languages are codes, interests as they were
-- said, both with commas between.
CREATE TABLE penpal_inside (
	id          TEXT PRIMARY KEY,
	rev         TEXT NOT NULL,
	person_id   TEXT NOT NULL,
	called      TEXT NOT NULL,
	languages   TEXT NOT NULL,
	interests   TEXT NOT NULL,
	wishes      TEXT NOT NULL,
	most        BIGINT NOT NULL,
	asked_on    TEXT NOT NULL,
	state       TEXT NOT NULL,
	state_on    TEXT NOT NULL,
	state_why   TEXT NOT NULL,
	author_name TEXT NOT NULL
);
CREATE INDEX penpal_inside_person ON penpal_inside (person_id);
CREATE INDEX penpal_inside_asked ON penpal_inside (state, asked_on);

-- Somebody outside who writes. account_id is an account of ours, '' for none.
CREATE TABLE penpal_writer (
	id          TEXT PRIMARY KEY,
	rev         TEXT NOT NULL,
	name        TEXT NOT NULL,
	account_id  TEXT NOT NULL,
	languages   TEXT NOT NULL,
	interests   TEXT NOT NULL,
	wishes      TEXT NOT NULL,
	most        BIGINT NOT NULL,
	way         TEXT NOT NULL,
	asked_on    TEXT NOT NULL,
	state       TEXT NOT NULL,
	state_on    TEXT NOT NULL,
	state_why   TEXT NOT NULL,
	author_name TEXT NOT NULL
);
CREATE INDEX penpal_writer_asked ON penpal_writer (state, asked_on);

-- Where a writer lives, under the id of the writer: in a table of its own, so that no list
-- of writers can bring it along.
CREATE TABLE penpal_home (
	id      TEXT PRIMARY KEY,
	rev     TEXT NOT NULL,
	address TEXT NOT NULL
);

-- Who must not write to whom. Without a writer it is of a person and everybody; without a
-- person, of a writer and everybody.
CREATE TABLE penpal_block (
	id          TEXT PRIMARY KEY,
	rev         TEXT NOT NULL,
	person_id   TEXT NOT NULL,
	writer_id   TEXT NOT NULL,
	kind        TEXT NOT NULL,
	reason      TEXT NOT NULL,
	source      TEXT NOT NULL,
	from_on    TEXT NOT NULL,
	ended_on    TEXT NOT NULL,
	ended_why   TEXT NOT NULL,
	author_name TEXT NOT NULL
);
CREATE INDEX penpal_block_person ON penpal_block (person_id);
CREATE INDEX penpal_block_writer ON penpal_block (writer_id);

-- Two who write to each other. from_on is the day from which silence is counted when no
-- letter is younger.
CREATE TABLE penpal_pair (
	id             TEXT PRIMARY KEY,
	rev            TEXT NOT NULL,
	code           TEXT NOT NULL,
	person_id      TEXT NOT NULL,
	inside_id      TEXT NOT NULL,
	writer_id      TEXT NOT NULL,
	coordinator_id TEXT NOT NULL,
	state          TEXT NOT NULL,
	state_on       TEXT NOT NULL,
	from_on        TEXT NOT NULL,
	paused_on      TEXT NOT NULL,
	end_reason     TEXT NOT NULL,
	end_words      TEXT NOT NULL,
	author_name    TEXT NOT NULL
);
CREATE UNIQUE INDEX penpal_pair_code ON penpal_pair (code);
CREATE INDEX penpal_pair_person ON penpal_pair (person_id);
CREATE INDEX penpal_pair_writer ON penpal_pair (writer_id);

-- A step of a pair, on its day.
CREATE TABLE penpal_step (
	id          TEXT PRIMARY KEY,
	rev         TEXT NOT NULL,
	person_id   TEXT NOT NULL,
	pair_id     TEXT NOT NULL,
	step        TEXT NOT NULL,
	on_date     TEXT NOT NULL,
	author_name TEXT NOT NULL
);
CREATE INDEX penpal_step_person ON penpal_step (person_id);
CREATE INDEX penpal_step_pair ON penpal_step (pair_id, on_date);
