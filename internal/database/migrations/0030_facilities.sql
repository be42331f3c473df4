-- A prison, jail, hospital, police station, approved premises.
CREATE TABLE facility (
	id           TEXT PRIMARY KEY,
	rev          TEXT NOT NULL,
	name         TEXT NOT NULL,
	name_key     TEXT NOT NULL,
	short_name   TEXT NOT NULL,
	country      TEXT NOT NULL,
	region       TEXT NOT NULL,
	place        TEXT NOT NULL,
	kind         TEXT NOT NULL,
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
	closed_on    TEXT NOT NULL,
	status       TEXT NOT NULL,
	source       TEXT NOT NULL,
	checked_on   TEXT NOT NULL
);
CREATE INDEX facility_by_name ON facility (name_key, id);
CREATE INDEX facility_region ON facility (country, region, name_key);

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
CREATE TABLE facility_address (
	id          TEXT PRIMARY KEY,
	rev         TEXT NOT NULL,
	facility_id TEXT NOT NULL,
	purpose     TEXT NOT NULL,
	lines       TEXT NOT NULL,
	town        TEXT NOT NULL,
	region      TEXT NOT NULL,
	postcode    TEXT NOT NULL,
	country     TEXT NOT NULL,
	source      TEXT NOT NULL,
	checked_on  TEXT NOT NULL,
	ended_at    BIGINT NOT NULL
);
CREATE INDEX facility_address_facility ON facility_address (facility_id, purpose);

-- A house rule, as data: what it is about, what it says, who says so, since
-- when, and how sure we are. An old rule is ended, never overwritten.
CREATE TABLE facility_rule (
	id          TEXT PRIMARY KEY,
	rev         TEXT NOT NULL,
	facility_id TEXT NOT NULL,
	topic       TEXT NOT NULL,
	says        TEXT NOT NULL,
	source      TEXT NOT NULL,
	checked_on  TEXT NOT NULL,
	mark        TEXT NOT NULL,
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
	source      TEXT NOT NULL
);
CREATE INDEX post_holder_facility ON post_holder (facility_id);
CREATE INDEX post_holder_post ON post_holder (post_id);
