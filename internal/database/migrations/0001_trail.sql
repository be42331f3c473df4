-- The trail: one line for every change, never altered. The images are what the
-- touched rows held before, so that the change can be taken back.
CREATE TABLE change (
	id           TEXT PRIMARY KEY,
	at           BIGINT NOT NULL,
	actor_id     TEXT NOT NULL,
	actor_name   TEXT NOT NULL,
	action       TEXT NOT NULL,
	subject_kind TEXT NOT NULL,
	subject_id   TEXT NOT NULL,
	args         TEXT NOT NULL,
	undoes       TEXT NOT NULL,
	reversible   BIGINT NOT NULL
);
CREATE INDEX change_actor ON change (actor_id, at);
CREATE INDEX change_at ON change (at);
CREATE INDEX change_subject ON change (subject_kind, subject_id, at);
CREATE UNIQUE INDEX change_undoes ON change (undoes) WHERE undoes <> '';

CREATE TABLE change_image (
	change_id TEXT NOT NULL,
	part      BIGINT NOT NULL,
	images    TEXT NOT NULL,
	PRIMARY KEY (change_id, part)
);
