CREATE FUNCTION change_append_only() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION 'the trail is append-only'; END $$;
CREATE TRIGGER change_no_change BEFORE UPDATE OR DELETE ON change FOR EACH ROW EXECUTE FUNCTION change_append_only();
