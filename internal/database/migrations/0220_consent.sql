-- The ledger of consents. A line is never changed: act is 'given', 'refused',
-- 'withdrawn' or 'void', of_id the line it corrects, withdraws or voids. classes
-- are the classes of field it speaks of, "C1 C4". until_on is the last day,
-- until_at the first moment after it, '' and 0 for a refusal. text_id is the version
-- of the text that was shown, '' for none of ours.
CREATE TABLE consent_entry (
	id            TEXT PRIMARY KEY,
	rev           TEXT NOT NULL,
	person_id     TEXT NOT NULL,
	act           TEXT NOT NULL,
	of_id         TEXT NOT NULL,
	purpose       TEXT NOT NULL,
	audience_id   TEXT NOT NULL,
	audience      TEXT NOT NULL,
	classes       TEXT NOT NULL,
	how           TEXT NOT NULL,
	lang          TEXT NOT NULL,
	text_id       TEXT NOT NULL,
	witness       TEXT NOT NULL,
	from_on       TEXT NOT NULL,
	until_on      TEXT NOT NULL,
	limits        TEXT NOT NULL,
	note          TEXT NOT NULL,
	form_id       TEXT NOT NULL,
	task_id       TEXT NOT NULL,
	from_at       BIGINT NOT NULL,
	until_at      BIGINT NOT NULL,
	recorded_at   BIGINT NOT NULL,
	recorded_by   TEXT NOT NULL,
	recorded_name TEXT NOT NULL
);
CREATE INDEX consent_entry_person ON consent_entry (person_id);

-- What left the record: under a consent, or on a basis in law with its citation.
CREATE TABLE disclosure (
	id          TEXT PRIMARY KEY,
	rev         TEXT NOT NULL,
	person_id   TEXT NOT NULL,
	consent_id  TEXT NOT NULL,
	basis       TEXT NOT NULL,
	citation    TEXT NOT NULL,
	reason      TEXT NOT NULL,
	purpose     TEXT NOT NULL,
	audience_id TEXT NOT NULL,
	audience    TEXT NOT NULL,
	classes     TEXT NOT NULL,
	what        TEXT NOT NULL,
	link_kind   TEXT NOT NULL,
	link_id     TEXT NOT NULL,
	at          BIGINT NOT NULL,
	by_id       TEXT NOT NULL,
	by_name     TEXT NOT NULL
);
CREATE INDEX disclosure_person ON disclosure (person_id, at);
CREATE INDEX disclosure_consent ON disclosure (consent_id);

-- A form on paper that was printed for somebody to sign. It is open until a line
-- of the ledger answers it, or ended_at says that it never came back.
CREATE TABLE consent_form (
	id          TEXT PRIMARY KEY,
	rev         TEXT NOT NULL,
	person_id   TEXT NOT NULL,
	purpose     TEXT NOT NULL,
	audience_id TEXT NOT NULL,
	audience    TEXT NOT NULL,
	classes     TEXT NOT NULL,
	months      BIGINT NOT NULL,
	lang        TEXT NOT NULL,
	text_id     TEXT NOT NULL,
	asked_at    BIGINT NOT NULL,
	asked_by    TEXT NOT NULL,
	asked_name  TEXT NOT NULL,
	ended_at    BIGINT NOT NULL
);
CREATE INDEX consent_form_person ON consent_form (person_id);

-- The organisation's own versions of what people are shown, for each purpose and
-- language. The versions that come with the program stand in the program.
CREATE TABLE consent_text (
	id        TEXT PRIMARY KEY,
	rev       TEXT NOT NULL,
	purpose   TEXT NOT NULL,
	lang      TEXT NOT NULL,
	version   BIGINT NOT NULL,
	body      TEXT NOT NULL,
	made_at   BIGINT NOT NULL,
	made_by   TEXT NOT NULL,
	made_name TEXT NOT NULL
);
CREATE UNIQUE INDEX consent_text_version ON consent_text (purpose, lang, version);

-- What an organisation decided about a purpose; id is its key.
CREATE TABLE consent_purpose (
	id     TEXT PRIMARY KEY,
	rev    TEXT NOT NULL,
	used   BIGINT NOT NULL,
	months BIGINT NOT NULL
);
