-- The last day on which somebody can have been born, as far as is known: '' when
-- it is not, '9999-12-31' for whoever is marked as under age. People under age are
-- read by those who were given them by name. What is only about right counts a
-- year more.
ALTER TABLE person ADD COLUMN born_last TEXT NOT NULL DEFAULT '';
UPDATE person SET born_last = CASE
	WHEN born = '' THEN ''
	WHEN substr(born, 1, 1) = '~' THEN (CAST(substr(born, 2, 4) AS INTEGER) + 1) || '-12-31'
	WHEN length(born) = 4 THEN born || '-12-31'
	WHEN length(born) = 7 THEN born || '-31'
	ELSE born END;
CREATE INDEX person_born_last ON person (born_last, id);
