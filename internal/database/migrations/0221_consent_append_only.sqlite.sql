CREATE TRIGGER consent_entry_no_update BEFORE UPDATE ON consent_entry BEGIN SELECT RAISE(ABORT, 'a consent is never overwritten'); END;
CREATE TRIGGER consent_text_no_update BEFORE UPDATE ON consent_text BEGIN SELECT RAISE(ABORT, 'a text that was shown is never overwritten'); END;
CREATE TRIGGER disclosure_no_update BEFORE UPDATE ON disclosure BEGIN SELECT RAISE(ABORT, 'a disclosure is never overwritten'); END;
CREATE TRIGGER disclosure_no_delete BEFORE DELETE ON disclosure BEGIN SELECT RAISE(ABORT, 'a disclosure cannot be taken back'); END;
