-- A letter that is written again and again, in every language it is needed in.
CREATE TABLE letter_template (
	id    TEXT PRIMARY KEY,
	rev   TEXT NOT NULL,
	name  TEXT NOT NULL,
	ended BIGINT NOT NULL
);

-- Its words in one language. They hold {name}, {number} and the like.
CREATE TABLE letter_version (
	id          TEXT PRIMARY KEY,
	rev         TEXT NOT NULL,
	template_id TEXT NOT NULL,
	lang        TEXT NOT NULL,
	title       TEXT NOT NULL,
	body        TEXT NOT NULL
);
CREATE INDEX letter_version_template ON letter_version (template_id, lang);
