-- The small picture of a picture, which lies in the folder of the files as the
-- picture does: under the name small, opened by small_key. '' is none.
ALTER TABLE person_file ADD COLUMN small TEXT NOT NULL DEFAULT '';
ALTER TABLE person_file ADD COLUMN small_key TEXT NOT NULL DEFAULT '';
ALTER TABLE person_file ADD COLUMN small_bytes BIGINT NOT NULL DEFAULT 0;

-- That a file of a kind nobody here can clean was to be given away as it is, and
-- why.
CREATE TABLE file_as_it_is (
	id             TEXT PRIMARY KEY,
	rev            TEXT NOT NULL,
	person_file_id TEXT NOT NULL,
	reason         TEXT NOT NULL,
	said_at        BIGINT NOT NULL,
	said_by        TEXT NOT NULL,
	said_name      TEXT NOT NULL
);
CREATE INDEX file_as_it_is_file ON file_as_it_is (person_file_id, said_at);
