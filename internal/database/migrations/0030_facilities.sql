-- A prison, jail, hospital, police station, approved premises. region is the
-- ISO 3166-2 code without the country. merged_into names the facility that a
-- double was merged into: its row stays, so that old links lead on.
CREATE TABLE facility (
	id           TEXT PRIMARY KEY,
	rev          TEXT NOT NULL,
	name         TEXT NOT NULL,
	name_key     TEXT NOT NULL,
	country      TEXT NOT NULL,
	region       TEXT NOT NULL,
	county       TEXT NOT NULL,
	place        TEXT NOT NULL,
	kind         TEXT NOT NULL,
	level        TEXT NOT NULL,
	agency       TEXT NOT NULL,
	security     TEXT NOT NULL,
	holds        TEXT NOT NULL,
	capacity     BIGINT NOT NULL,
	population   BIGINT NOT NULL,
	phone        TEXT NOT NULL,
	website      TEXT NOT NULL,
	time_zone    TEXT NOT NULL,
	latitude     DOUBLE PRECISION NOT NULL,
	longitude    DOUBLE PRECISION NOT NULL,
	status       TEXT NOT NULL,
	opened_on    TEXT NOT NULL,
	closed_on    TEXT NOT NULL,
	source       TEXT NOT NULL,
	checked_on   TEXT NOT NULL,
	merged_into  TEXT NOT NULL
);
CREATE INDEX facility_name_order ON facility (name_key, id);
CREATE INDEX facility_where ON facility (country, region, name_key);

-- Each directory's own id of a facility, side by side.
CREATE TABLE facility_code (
	id          TEXT PRIMARY KEY,
	rev         TEXT NOT NULL,
	facility_id TEXT NOT NULL,
	source      TEXT NOT NULL,
	code        TEXT NOT NULL,
	UNIQUE (source, code)
);
CREATE INDEX facility_code_facility ON facility_code (facility_id);

-- What a directory said about a facility, as JSON of our fields, and until when
-- it said so. It is how a newer file is compared with the older one, and with
-- what people changed by hand since.
CREATE TABLE facility_claim (
	id          TEXT PRIMARY KEY,
	rev         TEXT NOT NULL,
	facility_id TEXT NOT NULL,
	source      TEXT NOT NULL,
	code        TEXT NOT NULL,
	says        TEXT NOT NULL,
	said_on     TEXT NOT NULL,
	recorded_at BIGINT NOT NULL,
	ended_at    BIGINT NOT NULL
);
CREATE INDEX facility_claim_facility ON facility_claim (facility_id);
CREATE UNIQUE INDEX facility_claim_now ON facility_claim (source, code) WHERE ended_at = 0;

-- Every name a facility goes by, the shown one among them.
CREATE TABLE facility_name (
	id          TEXT PRIMARY KEY,
	rev         TEXT NOT NULL,
	facility_id TEXT NOT NULL,
	text        TEXT NOT NULL,
	name_key    TEXT NOT NULL,
	source      TEXT NOT NULL
);
CREATE INDEX facility_name_facility ON facility_name (facility_id);
CREATE INDEX facility_name_key ON facility_name (name_key);

-- Addresses by purpose: 'street', 'letters', 'books', 'legal', 'money', 'visits'.
-- A facility may have two of one purpose; an old one is ended, not overwritten.
CREATE TABLE facility_address (
	id          TEXT PRIMARY KEY,
	rev         TEXT NOT NULL,
	facility_id TEXT NOT NULL,
	purpose     TEXT NOT NULL,
	lines       TEXT NOT NULL,
	town        TEXT NOT NULL,
	county      TEXT NOT NULL,
	region      TEXT NOT NULL,
	postcode    TEXT NOT NULL,
	country     TEXT NOT NULL,
	source      TEXT NOT NULL,
	checked_on  TEXT NOT NULL,
	recorded_at BIGINT NOT NULL,
	ended_at    BIGINT NOT NULL
);
CREATE INDEX facility_address_facility ON facility_address (facility_id, purpose);

-- A house rule, as data: what it is about, what it says, who says so, since
-- when, and how sure we are. An old rule is ended, never overwritten;
-- follows_id names the one it took the place of.
CREATE TABLE facility_rule (
	id          TEXT PRIMARY KEY,
	rev         TEXT NOT NULL,
	facility_id TEXT NOT NULL,
	topic       TEXT NOT NULL,
	says        TEXT NOT NULL,
	source      TEXT NOT NULL,
	checked_on  TEXT NOT NULL,
	mark        TEXT NOT NULL,
	follows_id  TEXT NOT NULL,
	recorded_at BIGINT NOT NULL,
	recorded_by TEXT NOT NULL,
	ended_at    BIGINT NOT NULL
);
CREATE INDEX facility_rule_facility ON facility_rule (facility_id, topic);

-- Posts outlive the people who hold them.
CREATE TABLE post (
	id          TEXT PRIMARY KEY,
	rev         TEXT NOT NULL,
	facility_id TEXT NOT NULL,
	title       TEXT NOT NULL,
	contact     TEXT NOT NULL,
	source      TEXT NOT NULL,
	checked_on  TEXT NOT NULL,
	ended_at    BIGINT NOT NULL
);
CREATE INDEX post_facility ON post (facility_id);
CREATE TABLE post_holder (
	id          TEXT PRIMARY KEY,
	rev         TEXT NOT NULL,
	post_id     TEXT NOT NULL,
	facility_id TEXT NOT NULL,
	name        TEXT NOT NULL,
	contact     TEXT NOT NULL,
	since       TEXT NOT NULL,
	until       TEXT NOT NULL,
	source      TEXT NOT NULL,
	ended_at    BIGINT NOT NULL
);
CREATE INDEX post_holder_facility ON post_holder (facility_id);
CREATE INDEX post_holder_post ON post_holder (post_id);

-- Two facilities that may be one place: only a person decides. decision: '',
-- 'same', 'apart'. a_id < b_id, so that a pair stands once.
CREATE TABLE facility_pair (
	id          TEXT PRIMARY KEY,
	rev         TEXT NOT NULL,
	a_id        TEXT NOT NULL,
	b_id        TEXT NOT NULL,
	likeness    DOUBLE PRECISION NOT NULL,
	reasons     TEXT NOT NULL,
	import_id   TEXT NOT NULL,
	decision    TEXT NOT NULL,
	decided_at  BIGINT NOT NULL,
	decided_by  TEXT NOT NULL,
	UNIQUE (a_id, b_id)
);
CREATE INDEX facility_pair_decision ON facility_pair (decision, likeness);

-- One directory that was read, with what came of it; report is JSON.
CREATE TABLE facility_import (
	id          TEXT PRIMARY KEY,
	rev         TEXT NOT NULL,
	source      TEXT NOT NULL,
	file_name   TEXT NOT NULL,
	said_on     TEXT NOT NULL,
	imported_at BIGINT NOT NULL,
	imported_by TEXT NOT NULL,
	report      TEXT NOT NULL
);
CREATE INDEX facility_import_at ON facility_import (imported_at);
