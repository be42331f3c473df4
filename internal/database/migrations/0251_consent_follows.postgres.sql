-- A line of the ledger still says what it said. It may only follow the person it
-- is about from one record to the other when two become one, or are parted.
CREATE FUNCTION consent_follows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
	IF TG_OP = 'UPDATE' THEN
		IF to_jsonb(new) - 'person_id' - 'rev' = to_jsonb(old) - 'person_id' - 'rev' AND EXISTS (SELECT 1 FROM person_merge m
			WHERE (m.keep_id = new.person_id AND m.gone_id = old.person_id) OR (m.keep_id = old.person_id AND m.gone_id = new.person_id)) THEN
			RETURN new;
		END IF;
	END IF;
	RAISE EXCEPTION 'consents and disclosures are append-only';
END $$;
DROP TRIGGER consent_entry_no_update ON consent_entry;
CREATE TRIGGER consent_entry_no_update BEFORE UPDATE ON consent_entry FOR EACH ROW EXECUTE FUNCTION consent_follows();
DROP TRIGGER disclosure_no_change ON disclosure;
CREATE TRIGGER disclosure_no_change BEFORE UPDATE OR DELETE ON disclosure FOR EACH ROW EXECUTE FUNCTION consent_follows();
