-- A house rule as something that can be checked: what it tests, against what, and
-- whether what breaks it is stopped or only warned of. '' is a rule in words.
ALTER TABLE facility_rule ADD COLUMN test       TEXT   NOT NULL DEFAULT '';
ALTER TABLE facility_rule ADD COLUMN test_value TEXT   NOT NULL DEFAULT '';
ALTER TABLE facility_rule ADD COLUMN test_n     BIGINT NOT NULL DEFAULT 0;
ALTER TABLE facility_rule ADD COLUMN test_unit  TEXT   NOT NULL DEFAULT '';
ALTER TABLE facility_rule ADD COLUMN test_stops BIGINT NOT NULL DEFAULT 0;

-- A sort of post the group sends - books, letters - with how often somebody gets it.
CREATE TABLE mail_offer (
	id         TEXT PRIMARY KEY,
	rev        TEXT NOT NULL,
	name       TEXT NOT NULL,
	purpose    TEXT NOT NULL,
	topic      TEXT NOT NULL,
	every_n    BIGINT NOT NULL,
	every_unit TEXT NOT NULL,
	a_year     BIGINT NOT NULL,
	near_days  BIGINT NOT NULL,
	position   BIGINT NOT NULL,
	ended      BIGINT NOT NULL
);

-- A letter that came in. person_id is '' while nobody knows whose it is.
CREATE TABLE mail_letter (
	id           TEXT PRIMARY KEY,
	rev          TEXT NOT NULL,
	person_id    TEXT NOT NULL,
	kind         TEXT NOT NULL,
	received_on  TEXT NOT NULL,
	postmark     TEXT NOT NULL,
	opened_on    TEXT NOT NULL,
	back_address TEXT NOT NULL,
	back_words   TEXT NOT NULL,
	as_read      TEXT NOT NULL,
	words        TEXT NOT NULL,
	file_id      TEXT NOT NULL,
	entry_id     TEXT NOT NULL,
	state        TEXT NOT NULL,
	author_id    TEXT NOT NULL,
	author_name  TEXT NOT NULL,
	logged_at    BIGINT NOT NULL
);
CREATE INDEX mail_letter_person ON mail_letter (person_id, received_on);
CREATE INDEX mail_letter_state ON mail_letter (state, received_on);
CREATE INDEX mail_letter_author ON mail_letter (author_id, logged_at);

-- What somebody asks for: its own way through the queue, the packing table and the post.
CREATE TABLE mail_request (
	id          TEXT PRIMARY KEY,
	rev         TEXT NOT NULL,
	code        TEXT NOT NULL,
	person_id   TEXT NOT NULL,
	letter_id   TEXT NOT NULL,
	offer_id    TEXT NOT NULL,
	words       TEXT NOT NULL,
	state       TEXT NOT NULL,
	fill_on     TEXT NOT NULL,
	why         TEXT NOT NULL,
	again_of    TEXT NOT NULL,
	label       TEXT NOT NULL,
	asked_on    TEXT NOT NULL,
	author_id   TEXT NOT NULL,
	author_name TEXT NOT NULL,
	made_at     BIGINT NOT NULL
);
CREATE UNIQUE INDEX mail_request_code ON mail_request (code);
CREATE INDEX mail_request_person ON mail_request (person_id, state);
CREATE INDEX mail_request_state ON mail_request (state, asked_on);

-- What was sent: where to, on which day, and what became of it.
CREATE TABLE mail_parcel (
	id            TEXT PRIMARY KEY,
	rev           TEXT NOT NULL,
	person_id     TEXT NOT NULL,
	request_id    TEXT NOT NULL,
	offer_id      TEXT NOT NULL,
	facility_id   TEXT NOT NULL,
	address       TEXT NOT NULL,
	items         TEXT NOT NULL,
	weight        BIGINT NOT NULL,
	postage       BIGINT NOT NULL,
	packed_by     TEXT NOT NULL,
	checked_by    TEXT NOT NULL,
	sent_on       TEXT NOT NULL,
	returned_on   TEXT NOT NULL,
	reason        TEXT NOT NULL,
	reason_words  TEXT NOT NULL,
	rule_id       TEXT NOT NULL,
	author_name   TEXT NOT NULL,
	made_at       BIGINT NOT NULL
);
CREATE INDEX mail_parcel_person ON mail_parcel (person_id, sent_on);
CREATE INDEX mail_parcel_request ON mail_parcel (request_id);
CREATE INDEX mail_parcel_facility ON mail_parcel (facility_id, sent_on);
CREATE INDEX mail_parcel_returned ON mail_parcel (returned_on);
