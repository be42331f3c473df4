-- One letter of a run, with what was put in the place of {name} and the like. why says why
-- it does not go out, '' for one that does; warns what to look at first.
CREATE TABLE letter_piece (
	id          TEXT PRIMARY KEY,
	rev         TEXT NOT NULL,
	run_id      TEXT NOT NULL,
	place       BIGINT NOT NULL,
	person_id   TEXT NOT NULL,
	facility_id TEXT NOT NULL,
	lang        TEXT NOT NULL,
	address     TEXT NOT NULL,
	called      TEXT NOT NULL,
	number      TEXT NOT NULL,
	at_place    TEXT NOT NULL,
	worker      TEXT NOT NULL,
	pages       BIGINT NOT NULL,
	why         TEXT NOT NULL,
	warns       TEXT NOT NULL,
	entry_id    TEXT NOT NULL
);
CREATE INDEX letter_piece_run ON letter_piece (run_id, place);
CREATE INDEX letter_piece_person ON letter_piece (person_id, run_id);
