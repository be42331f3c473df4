CREATE FUNCTION consent_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'consents, their texts and disclosures are append-only'; END $$;
CREATE TRIGGER consent_entry_no_update BEFORE UPDATE ON consent_entry FOR EACH ROW EXECUTE FUNCTION consent_append_only();
CREATE TRIGGER consent_text_no_update BEFORE UPDATE ON consent_text FOR EACH ROW EXECUTE FUNCTION consent_append_only();
CREATE TRIGGER disclosure_no_change BEFORE UPDATE OR DELETE ON disclosure FOR EACH ROW EXECUTE FUNCTION consent_append_only();
