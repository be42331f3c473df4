-- A printer with what lies in it, and by how much it is off: tenths of a millimetre and
-- thousandths. next_cell is the first free label of the sheet that was begun, counted from 0.
CREATE TABLE printer (
	id        TEXT PRIMARY KEY,
	rev       TEXT NOT NULL,
	name      TEXT NOT NULL,
	sheet     TEXT NOT NULL,
	offset_x  BIGINT NOT NULL,
	offset_y  BIGINT NOT NULL,
	scale     BIGINT NOT NULL,
	next_cell BIGINT NOT NULL
);
