-- A letter that passed through the office. way is "out" from the writer and "in" to them.
CREATE TABLE penpal_letter (
	id           TEXT PRIMARY KEY,
	rev          TEXT NOT NULL,
	person_id    TEXT NOT NULL,
	pair_id      TEXT NOT NULL,
	way          TEXT NOT NULL,
	received_on      TEXT NOT NULL,
	forwarded_on TEXT NOT NULL,
	words        TEXT NOT NULL,
	author_name  TEXT NOT NULL
);
CREATE INDEX penpal_letter_person ON penpal_letter (person_id);
CREATE INDEX penpal_letter_pair ON penpal_letter (pair_id, received_on);
CREATE INDEX penpal_letter_waiting ON penpal_letter (forwarded_on);

-- What a writer was told of somebody, word for word.
CREATE TABLE penpal_sheet (
	id          TEXT PRIMARY KEY,
	rev         TEXT NOT NULL,
	person_id   TEXT NOT NULL,
	pair_id     TEXT NOT NULL,
	writer_id   TEXT NOT NULL,
	given_on   TEXT NOT NULL,
	writer      TEXT NOT NULL,
	called      TEXT NOT NULL,
	number      TEXT NOT NULL,
	languages   TEXT NOT NULL,
	interests   TEXT NOT NULL,
	wishes      TEXT NOT NULL,
	facility_id TEXT NOT NULL,
	at_place    TEXT NOT NULL,
	address     TEXT NOT NULL,
	author_name TEXT NOT NULL
);
CREATE INDEX penpal_sheet_person ON penpal_sheet (person_id);
CREATE INDEX penpal_sheet_pair ON penpal_sheet (pair_id, given_on);

-- Something that went wrong between two who write.
CREATE TABLE penpal_incident (
	id          TEXT PRIMARY KEY,
	rev         TEXT NOT NULL,
	person_id   TEXT NOT NULL,
	pair_id     TEXT NOT NULL,
	writer_id   TEXT NOT NULL,
	about       TEXT NOT NULL,
	sort        TEXT NOT NULL,
	on_date TEXT NOT NULL,
	words       TEXT NOT NULL,
	state       TEXT NOT NULL,
	outcome     TEXT NOT NULL,
	closed_on   TEXT NOT NULL,
	author_id   TEXT NOT NULL,
	author_name TEXT NOT NULL,
	reported_at BIGINT NOT NULL
);
CREATE INDEX penpal_incident_person ON penpal_incident (person_id);
CREATE INDEX penpal_incident_pair ON penpal_incident (pair_id);
