-- case_file.next_on follows the open next action of the case, whoever writes it.
CREATE TRIGGER task_next_added AFTER INSERT ON task WHEN new.is_next = 1 AND new.state = 'open' BEGIN
	UPDATE case_file SET next_on = new.due_on WHERE id = new.case_id;
END;
CREATE TRIGGER task_next_changed AFTER UPDATE OF state, due_on, is_next, case_id ON task WHEN old.is_next = 1 OR new.is_next = 1 BEGIN
	UPDATE case_file SET next_on = coalesce((SELECT max(t.due_on) FROM task t WHERE t.case_id = case_file.id AND t.is_next = 1 AND t.state = 'open'), '')
	WHERE id IN (old.case_id, new.case_id);
END;
CREATE TRIGGER task_next_gone AFTER DELETE ON task WHEN old.is_next = 1 AND old.state = 'open' BEGIN
	UPDATE case_file SET next_on = '' WHERE id = old.case_id;
END;
