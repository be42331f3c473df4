-- Of somebody who was erased, or who received something and was erased, the
-- ledger keeps what proves that sharing was allowed, and no more.
DROP TRIGGER consent_entry_no_update;
CREATE TRIGGER consent_entry_no_update BEFORE UPDATE OF id, act, of_id, purpose, audience_id, audience, classes, how, lang, text_id, witness, from_on, until_on, limits, note, form_id, task_id, from_at, until_at, recorded_at, recorded_by, recorded_name ON consent_entry
WHEN NOT EXISTS (SELECT 1 FROM erased_person e WHERE e.id IN (old.person_id, old.audience_id))
BEGIN SELECT RAISE(ABORT, 'a consent is never overwritten'); END;
DROP TRIGGER consent_entry_follows;
CREATE TRIGGER consent_entry_follows BEFORE UPDATE ON consent_entry
WHEN NOT EXISTS (SELECT 1 FROM erased_person e WHERE e.id IN (old.person_id, old.audience_id))
	AND NOT EXISTS (SELECT 1 FROM person_merge m WHERE (m.keep_id = new.person_id AND m.gone_id = old.person_id) OR (m.keep_id = old.person_id AND m.gone_id = new.person_id))
BEGIN SELECT RAISE(ABORT, 'a consent is never overwritten'); END;
DROP TRIGGER disclosure_no_update;
CREATE TRIGGER disclosure_no_update BEFORE UPDATE OF id, consent_id, basis, citation, reason, purpose, audience_id, audience, classes, what, link_kind, link_id, at, by_id, by_name ON disclosure
WHEN NOT EXISTS (SELECT 1 FROM erased_person e WHERE e.id IN (old.person_id, old.audience_id))
BEGIN SELECT RAISE(ABORT, 'a disclosure is never overwritten'); END;
DROP TRIGGER disclosure_follows;
CREATE TRIGGER disclosure_follows BEFORE UPDATE ON disclosure
WHEN NOT EXISTS (SELECT 1 FROM erased_person e WHERE e.id IN (old.person_id, old.audience_id))
	AND NOT EXISTS (SELECT 1 FROM person_merge m WHERE (m.keep_id = new.person_id AND m.gone_id = old.person_id) OR (m.keep_id = old.person_id AND m.gone_id = new.person_id))
BEGIN SELECT RAISE(ABORT, 'a disclosure is never overwritten'); END;
DROP TRIGGER disclosure_no_delete;
CREATE TRIGGER disclosure_no_delete BEFORE DELETE ON disclosure
WHEN NOT EXISTS (SELECT 1 FROM erased_person e WHERE e.id = old.person_id)
BEGIN SELECT RAISE(ABORT, 'a disclosure cannot be taken back'); END;
