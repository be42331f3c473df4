-- A change of the ways to the key of the record, made on a page. what is the
-- action of the trail: "keys.sheet", "keys.council-ended" and so on; mark tells sheets
-- and councils apart and is no secret. Who made it stands in the trail.
CREATE TABLE key_change (
	id   TEXT PRIMARY KEY,
	rev  TEXT NOT NULL,
	at   BIGINT NOT NULL,
	what TEXT NOT NULL,
	mark TEXT NOT NULL
);
CREATE INDEX key_change_at ON key_change (at);
