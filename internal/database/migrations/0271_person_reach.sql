-- How many people there are, within a chapter or at all, is told by an index
-- alone.
DROP INDEX person_chapter;
CREATE INDEX person_reach ON person (chapter_id, kind, id);
