-- A person: somebody inside, released, a relative, a lawyer, a friend. The name
-- here is the one in use; every name stands in person_name. *_state says why a
-- fact is missing: '' known, 'unknown', 'not-asked', 'would-not-say', 'contested'.
-- sort_as is what to sort the name as, '' for the name itself. died is '' for the
-- living, the day as far as known for the dead, and 'unknown' when no day is known.
CREATE TABLE person (
	id          TEXT PRIMARY KEY,
	rev         TEXT NOT NULL,
	name        TEXT NOT NULL,
	name_key    TEXT NOT NULL,
	sort_key    TEXT NOT NULL,
	sort_as     TEXT NOT NULL DEFAULT '',
	script_name TEXT NOT NULL,
	script_lang TEXT NOT NULL,
	say_it      TEXT NOT NULL,
	pronoun     TEXT NOT NULL,
	born        TEXT NOT NULL,
	born_state  TEXT NOT NULL,
	died        TEXT NOT NULL,
	number      TEXT NOT NULL,
	number_state TEXT NOT NULL,
	kind        TEXT NOT NULL,
	created_at  BIGINT NOT NULL
);
CREATE INDEX person_sort ON person (sort_key, id);

CREATE TABLE person_name (
	id        TEXT PRIMARY KEY,
	rev       TEXT NOT NULL,
	person_id TEXT NOT NULL,
	text      TEXT NOT NULL,
	kind      TEXT NOT NULL,
	lang      TEXT NOT NULL,
	source    TEXT NOT NULL,
	public    BIGINT NOT NULL,
	place     BIGINT NOT NULL
);
CREATE INDEX person_name_person ON person_name (person_id);

CREATE TABLE person_number (
	id         TEXT PRIMARY KEY,
	rev        TEXT NOT NULL,
	person_id  TEXT NOT NULL,
	text       TEXT NOT NULL,
	number_key TEXT NOT NULL,
	issuer     TEXT NOT NULL,
	source     TEXT NOT NULL,
	place      BIGINT NOT NULL
);
CREATE INDEX person_number_person ON person_number (person_id);
CREATE INDEX person_number_key ON person_number (number_key);

CREATE TABLE person_language (
	id        TEXT PRIMARY KEY,
	rev       TEXT NOT NULL,
	person_id TEXT NOT NULL,
	lang      TEXT NOT NULL,
	how       TEXT NOT NULL
);
CREATE INDEX person_language_person ON person_language (person_id);
CREATE INDEX person_language_lang ON person_language (lang, person_id);

-- A fact with its source and date: health, faith, ethnicity, anything an
-- organisation asks. value is '' when state says why it is not known.
CREATE TABLE person_fact (
	id          TEXT PRIMARY KEY,
	rev         TEXT NOT NULL,
	person_id   TEXT NOT NULL,
	kind        TEXT NOT NULL,
	value       TEXT NOT NULL,
	state       TEXT NOT NULL,
	source      TEXT NOT NULL,
	known_on    TEXT NOT NULL,
	recorded_at BIGINT NOT NULL,
	recorded_by TEXT NOT NULL,
	ended_at    BIGINT NOT NULL
);
CREATE INDEX person_fact_person ON person_fact (person_id, kind);

-- Things that hurt somebody if forgotten. At most three are shown.
CREATE TABLE take_care (
	id        TEXT PRIMARY KEY,
	rev       TEXT NOT NULL,
	person_id TEXT NOT NULL,
	line      TEXT NOT NULL,
	detail    TEXT NOT NULL,
	reason    TEXT NOT NULL,
	review_on TEXT NOT NULL,
	ended_at  BIGINT NOT NULL
);
CREATE INDEX take_care_person ON take_care (person_id);

-- Who is around a person: relation reads "other is <relation> of person".
CREATE TABLE relation (
	id        TEXT PRIMARY KEY,
	rev       TEXT NOT NULL,
	person_id TEXT NOT NULL,
	other_id  TEXT NOT NULL,
	relation  TEXT NOT NULL,
	contact   TEXT NOT NULL,
	when_to_call TEXT NOT NULL,
	agreed    TEXT NOT NULL,
	agreed_on TEXT NOT NULL,
	ended_at  BIGINT NOT NULL
);
CREATE INDEX relation_person ON relation (person_id);
CREATE INDEX relation_other ON relation (other_id);
