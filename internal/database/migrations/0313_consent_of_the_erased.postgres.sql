-- Of somebody who was erased, or who received something and was erased, the
-- ledger keeps what proves that sharing was allowed, and no more.
CREATE OR REPLACE FUNCTION consent_follows() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
	IF TG_OP = 'DELETE' THEN
		IF EXISTS (SELECT 1 FROM erased_person e WHERE e.id = old.person_id) THEN
			RETURN old;
		END IF;
	ELSIF EXISTS (SELECT 1 FROM erased_person e WHERE e.id IN (old.person_id, old.audience_id)) THEN
		RETURN new;
	ELSIF to_jsonb(new) - 'person_id' - 'rev' = to_jsonb(old) - 'person_id' - 'rev' AND EXISTS (SELECT 1 FROM person_merge m
		WHERE (m.keep_id = new.person_id AND m.gone_id = old.person_id) OR (m.keep_id = old.person_id AND m.gone_id = new.person_id)) THEN
		RETURN new;
	END IF;
	RAISE EXCEPTION 'consents and disclosures are append-only';
END $$;
