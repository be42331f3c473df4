-- The words and images of a change can be cut by an entry that is being made,
-- and by nothing else.
CREATE FUNCTION change_cut_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
	IF TG_OP = 'UPDATE' THEN
		IF to_jsonb(new) - 'args' = to_jsonb(old) - 'args'
			AND EXISTS (SELECT 1 FROM trail_cut x WHERE x.change_id = old.id AND x.by_n > (SELECT max(n) FROM trail_chain)) THEN
			RETURN new;
		END IF;
	END IF;
	RAISE EXCEPTION 'the trail is append-only';
END $$;
CREATE FUNCTION change_image_cut_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
	IF TG_OP = 'UPDATE' THEN
		IF to_jsonb(new) - 'images' = to_jsonb(old) - 'images'
			AND EXISTS (SELECT 1 FROM trail_cut x WHERE x.change_id = old.change_id AND x.by_n > (SELECT max(n) FROM trail_chain)) THEN
			RETURN new;
		END IF;
	END IF;
	RAISE EXCEPTION 'the trail is append-only';
END $$;
DROP TRIGGER change_no_change ON change;
CREATE TRIGGER change_no_change BEFORE UPDATE OR DELETE ON change FOR EACH ROW EXECUTE FUNCTION change_cut_only();
DROP TRIGGER change_image_no_change ON change_image;
CREATE TRIGGER change_image_no_change BEFORE UPDATE OR DELETE ON change_image FOR EACH ROW EXECUTE FUNCTION change_image_cut_only();
CREATE TRIGGER trail_cut_no_change BEFORE UPDATE OR DELETE ON trail_cut FOR EACH ROW EXECUTE FUNCTION change_append_only();
