-- A file kept with a person: a scan, a photograph, a letter. What it holds lies
-- encrypted in the folder of the files under the name of its id; file_key opens
-- it and lies nowhere else. It belongs to an entry of the timeline, and whoever
-- may read the entry may open it. kind is told by what it holds, sum is its
-- SHA-256 in hex.
CREATE TABLE person_file (
	id         TEXT PRIMARY KEY,
	rev        TEXT NOT NULL,
	person_id  TEXT NOT NULL,
	entry_id   TEXT NOT NULL,
	name       TEXT NOT NULL,
	kind       TEXT NOT NULL,
	bytes      BIGINT NOT NULL,
	sum        TEXT NOT NULL,
	file_key   TEXT NOT NULL,
	added_at   BIGINT NOT NULL,
	added_by   TEXT NOT NULL,
	added_name TEXT NOT NULL
);
CREATE INDEX person_file_person ON person_file (person_id, added_at);
