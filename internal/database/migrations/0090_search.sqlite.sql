-- The index of internal/search. Everything here is derived from other tables
-- and can be made anew from search_subject (names, numbers) and from the notes.

-- One row per person: what is compared and shown when a search finds the person.
CREATE TABLE search_subject (
  key        INTEGER PRIMARY KEY,
  subject_id TEXT NOT NULL UNIQUE,
  names      TEXT NOT NULL DEFAULT '', -- as written, one a line
  numbers    TEXT NOT NULL DEFAULT '', -- as written, one a line
  born       TEXT NOT NULL DEFAULT ''
);

-- Each word of a name with each other word of the same name, by word ids; a name
-- of one word stands with 0.
CREATE TABLE search_pair (
  word  BIGINT NOT NULL,
  other BIGINT NOT NULL,
  key   BIGINT NOT NULL,
  PRIMARY KEY (word, other, key)
) WITHOUT ROWID;

CREATE TABLE search_number (
  number TEXT   NOT NULL, -- folded
  key    BIGINT NOT NULL,
  PRIMARY KEY (number, key)
) WITHOUT ROWID;

-- The distinct words of names; seq lets other processes read what is new.
CREATE TABLE search_word (
  seq  INTEGER PRIMARY KEY AUTOINCREMENT,
  word TEXT NOT NULL UNIQUE
);

-- How words were folded when the rows were written; another number means anew.
CREATE TABLE search_state (
  folding BIGINT NOT NULL
);

-- Notes that can be found by their words. The words themselves are in the
-- full-text table of the engine; the notes stay where they are.
CREATE TABLE search_text (
  key        INTEGER PRIMARY KEY AUTOINCREMENT,
  text_id    TEXT NOT NULL UNIQUE,
  subject_id TEXT NOT NULL DEFAULT '',
  kind       TEXT NOT NULL DEFAULT '',
  visibility TEXT NOT NULL DEFAULT ''
);
CREATE VIRTUAL TABLE search_text_words USING fts5(
  words, content='', contentless_delete=1, prefix='3', tokenize="unicode61 remove_diacritics 0 categories 'L* N* Co Mn Mc'"
);
