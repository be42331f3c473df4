CREATE TRIGGER change_image_no_change BEFORE UPDATE OR DELETE ON change_image FOR EACH ROW EXECUTE FUNCTION change_append_only();
CREATE TRIGGER trail_chain_no_change BEFORE UPDATE OR DELETE ON trail_chain FOR EACH ROW EXECUTE FUNCTION change_append_only();
CREATE TRIGGER reading_no_change BEFORE UPDATE OR DELETE ON reading FOR EACH ROW EXECUTE FUNCTION change_append_only();
CREATE TRIGGER reading_subject_no_change BEFORE UPDATE OR DELETE ON reading_subject FOR EACH ROW EXECUTE FUNCTION change_append_only();
CREATE TRIGGER trail_key_no_change BEFORE UPDATE OR DELETE ON trail_key FOR EACH ROW EXECUTE FUNCTION change_append_only();
