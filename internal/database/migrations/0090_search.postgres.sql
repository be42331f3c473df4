-- The index of internal/search. Everything here is derived from other tables
-- and can be made anew from search_subject (names, numbers) and from the notes.

-- One row per person: what is compared and shown when a search finds the person.
CREATE TABLE search_subject (
  key        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
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
);

CREATE TABLE search_number (
  number TEXT COLLATE "C" NOT NULL, -- folded
  key    BIGINT NOT NULL,
  PRIMARY KEY (number, key)
);

-- The distinct words of names; seq lets other processes read what is new.
CREATE TABLE search_word (
  seq  BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  word TEXT NOT NULL UNIQUE
);

-- How words were folded when the rows were written; another number means anew.
CREATE TABLE search_state (
  folding BIGINT NOT NULL
);

-- Notes that can be found by their words. The notes themselves stay where they are.
CREATE TABLE search_text (
  key        BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  text_id    TEXT NOT NULL UNIQUE,
  subject_id TEXT NOT NULL DEFAULT '',
  kind       TEXT NOT NULL DEFAULT '',
  visibility TEXT NOT NULL DEFAULT '',
  words      TSVECTOR NOT NULL
);
CREATE INDEX search_text_words ON search_text USING gin (words);
