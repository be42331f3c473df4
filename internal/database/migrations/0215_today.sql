-- Contacts handed to somebody who is not the worker of the case: with the columns
-- of task_worker, so that it is chosen before it.
DROP INDEX task_handed;
CREATE INDEX task_handed ON task (worker_id, state, kind, is_next, due_on) WHERE handed = 1;

-- With the window of a grant in the index, a wall reads nothing else.
DROP INDEX access_grant_account;
CREATE INDEX access_grant_account ON access_grant (account_id, person_id, until_at, from_at);
