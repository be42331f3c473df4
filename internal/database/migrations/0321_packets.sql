-- What leaves the record in one piece: somebody's own record for themselves
-- (sort 'own'), or what an order or a duty covers ('order'). kinds, classes and
-- the days say what it covers; '' is everything. state: 'draft', 'made', 'dropped'.
-- sum is the SHA-256 of what was handed over, which itself is not kept.
CREATE TABLE packet (
	id           TEXT PRIMARY KEY,
	rev          TEXT NOT NULL,
	sort         TEXT NOT NULL,
	lang         TEXT NOT NULL,
	audience     TEXT NOT NULL,
	basis        TEXT NOT NULL,
	citation     TEXT NOT NULL,
	reference    TEXT NOT NULL,
	ordered_on   TEXT NOT NULL,
	reason       TEXT NOT NULL,
	kinds        TEXT NOT NULL,
	classes      TEXT NOT NULL,
	from_on      TEXT NOT NULL,
	until_on     TEXT NOT NULL,
	notices      TEXT NOT NULL,
	state        TEXT NOT NULL,
	things       BIGINT NOT NULL,
	masked       BIGINT NOT NULL,
	left_out     BIGINT NOT NULL,
	sum          TEXT NOT NULL,
	created_at   BIGINT NOT NULL,
	created_by   TEXT NOT NULL,
	created_name TEXT NOT NULL,
	made_at      BIGINT NOT NULL,
	made_by      TEXT NOT NULL,
	made_name    TEXT NOT NULL
);
CREATE INDEX packet_state ON packet (state, created_at);

-- Whom a packet is about.
CREATE TABLE packet_person (
	id        TEXT PRIMARY KEY,
	rev       TEXT NOT NULL,
	packet_id TEXT NOT NULL,
	person_id TEXT NOT NULL
);
CREATE INDEX packet_person_packet ON packet_person (packet_id);
CREATE INDEX packet_person_person ON packet_person (person_id);

-- What was decided about one thing of a packet; thing is its kind and the id of
-- its row. act: 'include', 'mask', 'leave'.
CREATE TABLE packet_choice (
	id        TEXT PRIMARY KEY,
	rev       TEXT NOT NULL,
	packet_id TEXT NOT NULL,
	thing     TEXT NOT NULL,
	act       TEXT NOT NULL,
	reason    TEXT NOT NULL
);
CREATE UNIQUE INDEX packet_choice_thing ON packet_choice (packet_id, thing);
