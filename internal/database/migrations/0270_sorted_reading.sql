-- Who looked at somebody is asked by the person. Readings come in by the moment,
-- often with everybody of a list on them: sorted by person at once, each would
-- write fifty pages before its answer may leave. They are sorted afterwards, some
-- hundreds together; sorted_until is the last reading for which that has been done.
-- Both are made anew from reading_subject when they are empty.
DROP INDEX reading_subject_of;
CREATE TABLE sorted_reading (
	subject TEXT NOT NULL,
	n       BIGINT NOT NULL,
	PRIMARY KEY (subject, n)
);
CREATE TABLE sorted_until (n BIGINT PRIMARY KEY);
