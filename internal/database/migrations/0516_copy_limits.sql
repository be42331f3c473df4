-- From how many people, and opened pages, taking many out is asked about, where an
-- organisation has chosen; one row. A number that was raised holds from from_at on,
-- and the one before (*_was) until then.
CREATE TABLE copy_limit (
	id         TEXT PRIMARY KEY,
	rev        TEXT NOT NULL,
	people     BIGINT NOT NULL,
	people_was BIGINT NOT NULL,
	pages      BIGINT NOT NULL,
	pages_was  BIGINT NOT NULL,
	why        TEXT NOT NULL,
	by_name    TEXT NOT NULL,
	at         BIGINT NOT NULL,
	from_at    BIGINT NOT NULL
);
