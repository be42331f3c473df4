-- The words and images of a change can be cut by an entry that is being made,
-- and by nothing else.
DROP TRIGGER change_no_update;
CREATE TRIGGER change_no_update BEFORE UPDATE OF id, at, actor_id, actor_name, action, subject_kind, subject_id, undoes, reversible ON change BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END;
CREATE TRIGGER change_no_other_cut BEFORE UPDATE OF args ON change
WHEN NOT EXISTS (SELECT 1 FROM trail_cut x WHERE x.change_id = old.id AND x.by_n > (SELECT max(n) FROM trail_chain))
BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END;
DROP TRIGGER change_image_no_update;
CREATE TRIGGER change_image_no_update BEFORE UPDATE OF change_id, part ON change_image BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END;
CREATE TRIGGER change_image_no_other_cut BEFORE UPDATE OF images ON change_image
WHEN NOT EXISTS (SELECT 1 FROM trail_cut x WHERE x.change_id = old.change_id AND x.by_n > (SELECT max(n) FROM trail_chain))
BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END;
CREATE TRIGGER trail_cut_no_update BEFORE UPDATE ON trail_cut BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END;
CREATE TRIGGER trail_cut_no_delete BEFORE DELETE ON trail_cut BEGIN SELECT RAISE(ABORT, 'the trail is append-only'); END;
