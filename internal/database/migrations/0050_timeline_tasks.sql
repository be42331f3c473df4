-- What happened, on a person's one timeline. on_date is as precise as known,
-- on_sort its earliest day; direction: 'in', 'out' or ''. sight: 'case' for
-- everybody on the case, 'lead', 'author'.
CREATE TABLE timeline_entry (
	id          TEXT PRIMARY KEY,
	rev         TEXT NOT NULL,
	person_id   TEXT NOT NULL,
	case_id     TEXT NOT NULL,
	kind        TEXT NOT NULL,
	direction   TEXT NOT NULL,
	title_key   TEXT NOT NULL,
	title_args  TEXT NOT NULL,
	body        TEXT NOT NULL,
	on_date     TEXT NOT NULL,
	on_sort     TEXT NOT NULL,
	at_time     TEXT NOT NULL,
	source      TEXT NOT NULL,
	sight       TEXT NOT NULL,
	author_id   TEXT NOT NULL,
	author_name TEXT NOT NULL,
	recorded_at BIGINT NOT NULL,
	edited_at   BIGINT NOT NULL,
	link_kind   TEXT NOT NULL,
	link_id     TEXT NOT NULL
);
-- kind and sight stand in the index so that the counts of the tabs are read
-- from it alone.
CREATE INDEX timeline_entry_person ON timeline_entry (person_id, on_sort, recorded_at, kind, sight);

-- An entry that was corrected, as it read before.
CREATE TABLE timeline_edit (
	id        TEXT PRIMARY KEY,
	rev       TEXT NOT NULL,
	entry_id  TEXT NOT NULL,
	body      TEXT NOT NULL,
	on_date   TEXT NOT NULL,
	edited_at BIGINT NOT NULL,
	editor    TEXT NOT NULL
);
CREATE INDEX timeline_edit_entry ON timeline_edit (entry_id);

-- Something that must happen by a day. kind names the contributing capability's
-- sort of task, which says its weight and where its button leads. args are words
-- for the kind's messages, as JSON. wait_until: put off, not shown before that
-- day; the day of a deadline itself never moves. handed = 1: given to somebody who
-- is not the worker of the case.
CREATE TABLE task (
	id          TEXT PRIMARY KEY,
	rev         TEXT NOT NULL,
	person_id   TEXT NOT NULL,
	case_id     TEXT NOT NULL,
	kind        TEXT NOT NULL,
	title       TEXT NOT NULL,
	reason      TEXT NOT NULL,
	args        TEXT NOT NULL,
	due_on      TEXT NOT NULL,
	due_time    TEXT NOT NULL,
	until_time  TEXT NOT NULL,
	wait_until  TEXT NOT NULL,
	worker_id   TEXT NOT NULL,
	is_next     BIGINT NOT NULL,
	handed      BIGINT NOT NULL DEFAULT 0,
	link_kind   TEXT NOT NULL,
	link_id     TEXT NOT NULL,
	state       TEXT NOT NULL,
	ended_at    BIGINT NOT NULL,
	ended_by    TEXT NOT NULL,
	ended_why   TEXT NOT NULL,
	created_at  BIGINT NOT NULL
);
CREATE INDEX task_worker ON task (worker_id, state, kind, is_next, due_on, person_id);
CREATE INDEX task_handed ON task (worker_id, due_on) WHERE handed = 1 AND state = 'open';
CREATE INDEX task_person ON task (person_id, state, due_on);
CREATE UNIQUE INDEX task_next ON task (case_id) WHERE is_next = 1 AND state = 'open';
