-- The rule packs of an installation, kept for ever: an open matter keeps its version.
CREATE TABLE rule_pack (
	id             TEXT PRIMARY KEY,
	rev            TEXT NOT NULL,
	name           TEXT NOT NULL,
	version        TEXT NOT NULL,
	title          TEXT NOT NULL,
	sum            TEXT NOT NULL,
	shipped        BIGINT NOT NULL,
	came_from      TEXT NOT NULL,
	file           TEXT NOT NULL,
	installed_at   BIGINT NOT NULL,
	installed_by   TEXT NOT NULL,
	installed_name TEXT NOT NULL,
	withdrawn_at   BIGINT NOT NULL
);
CREATE UNIQUE INDEX rule_pack_sum ON rule_pack (sum);

-- A limit as it is at one facility, in place of a pack's.
CREATE TABLE rule_correction (
	id            TEXT PRIMARY KEY,
	rev           TEXT NOT NULL,
	facility_id   TEXT NOT NULL,
	code          TEXT NOT NULL,
	step          TEXT NOT NULL,
	what_for      TEXT NOT NULL,
	track         TEXT NOT NULL,
	n             BIGINT NOT NULL,
	unit          TEXT NOT NULL,
	starts_on     TEXT NOT NULL,
	count_from    TEXT NOT NULL,
	roll          TEXT NOT NULL,
	mail_days     BIGINT NOT NULL,
	silence       TEXT NOT NULL,
	citation      TEXT NOT NULL,
	checked_on    TEXT NOT NULL,
	mark          TEXT NOT NULL,
	recorded_at   BIGINT NOT NULL,
	recorded_name TEXT NOT NULL,
	ended_at      BIGINT NOT NULL
);
CREATE INDEX rule_correction_facility ON rule_correction (facility_id, code);

-- A day added to a calendar, or opened in it.
CREATE TABLE calendar_day (
	id            TEXT PRIMARY KEY,
	rev           TEXT NOT NULL,
	calendar      TEXT NOT NULL,
	on_day        TEXT NOT NULL,
	name          TEXT NOT NULL,
	open          BIGINT NOT NULL,
	source        TEXT NOT NULL,
	recorded_at   BIGINT NOT NULL,
	recorded_name TEXT NOT NULL,
	ended_at      BIGINT NOT NULL
);
CREATE INDEX calendar_day_calendar ON calendar_day (calendar, on_day);
