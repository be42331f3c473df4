-- When somebody goes home: the open claims of a person, which lists of cases ask
-- for row by row.
CREATE INDEX milestone_open ON milestone (person_id, kind, ended_at);
-- Whose number is not known.
CREATE INDEX person_unnumbered ON person (id) WHERE number = '';
