-- case_file.next_on follows the open next action of the case, whoever writes it.
CREATE FUNCTION case_next() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
	IF TG_OP <> 'INSERT' AND old.is_next = 1 THEN
		UPDATE case_file SET next_on = coalesce((SELECT max(t.due_on) FROM task t WHERE t.case_id = old.case_id AND t.is_next = 1 AND t.state = 'open'), '')
		WHERE id = old.case_id;
	END IF;
	IF TG_OP <> 'DELETE' AND new.is_next = 1 AND new.state = 'open' THEN
		UPDATE case_file SET next_on = new.due_on WHERE id = new.case_id;
	END IF;
	RETURN NULL;
END $$;
CREATE TRIGGER task_next AFTER INSERT OR UPDATE OF state, due_on, is_next, case_id OR DELETE ON task FOR EACH ROW EXECUTE FUNCTION case_next();
