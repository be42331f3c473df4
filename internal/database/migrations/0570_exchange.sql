-- The key this installation signs its files of rules with. It stays when the key of
-- the record is changed or the record is restored, so that others know us again.
CREATE TABLE exchange_key (
	id      TEXT PRIMARY KEY,
	rev     TEXT NOT NULL,
	seed    TEXT NOT NULL,
	made_at BIGINT NOT NULL
);

-- A file that was made here.
CREATE TABLE exchange_made (
	id      TEXT PRIMARY KEY,
	rev     TEXT NOT NULL,
	sum     TEXT NOT NULL,
	made_on TEXT NOT NULL,
	made_at BIGINT NOT NULL,
	made_by TEXT NOT NULL,
	places  BIGINT NOT NULL,
	rules   BIGINT NOT NULL,
	held    BIGINT NOT NULL
);

-- A file that came in, as it came. signer is the public key of who signed it, '' for
-- a spreadsheet.
CREATE TABLE exchange_file (
	id          TEXT PRIMARY KEY,
	rev         TEXT NOT NULL,
	sum         TEXT NOT NULL,
	name        TEXT NOT NULL,
	origin      TEXT NOT NULL,
	made_on     TEXT NOT NULL,
	signer      TEXT NOT NULL,
	content     TEXT NOT NULL,
	received_at BIGINT NOT NULL,
	received_by TEXT NOT NULL,
	accepted_at BIGINT NOT NULL,
	accepted_by TEXT NOT NULL,
	taken       BIGINT NOT NULL
);
CREATE INDEX exchange_file_sum ON exchange_file (sum);

-- A signer whose fingerprint somebody compared with them.
CREATE TABLE exchange_signer (
	id         TEXT PRIMARY KEY,
	rev        TEXT NOT NULL,
	signer     TEXT NOT NULL,
	origin     TEXT NOT NULL,
	trusted_at BIGINT NOT NULL,
	trusted_by TEXT NOT NULL
);
CREATE INDEX exchange_signer_signer ON exchange_signer (signer);

-- Which facility of ours a place of theirs is, decided by somebody. facility_id is ''
-- for one that we do not have yet.
CREATE TABLE exchange_place (
	id          TEXT PRIMARY KEY,
	rev         TEXT NOT NULL,
	giver       TEXT NOT NULL,
	place_key   TEXT NOT NULL,
	facility_id TEXT NOT NULL
);
CREATE INDEX exchange_place_giver ON exchange_place (giver, place_key);
CREATE INDEX exchange_place_facility ON exchange_place (facility_id);

-- Which rule of ours came from a rule of theirs.
CREATE TABLE exchange_rule (
	id      TEXT PRIMARY KEY,
	rev     TEXT NOT NULL,
	giver   TEXT NOT NULL,
	their   TEXT NOT NULL,
	rule_id TEXT NOT NULL
);
CREATE INDEX exchange_rule_giver ON exchange_rule (giver, their);
CREATE INDEX exchange_rule_rule ON exchange_rule (rule_id);
