-- A drill: a backup that was restored to see that it can be. kind is 'machine'
-- for one the program made by itself, in a scratch place and with a key made for
-- it alone, and 'person' for one that somebody made with the real recovery sheet
-- or key. problem is the key of a message, '' when all was well.
CREATE TABLE drill_run (
	id        TEXT PRIMARY KEY,
	rev       TEXT NOT NULL,
	at        BIGINT NOT NULL,
	kind      TEXT NOT NULL,
	rows_in   BIGINT NOT NULL,
	files_in  BIGINT NOT NULL,
	took_ms   BIGINT NOT NULL,
	problem   TEXT NOT NULL
);
CREATE INDEX drill_run_at ON drill_run (at);
