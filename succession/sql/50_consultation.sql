-- Locked while a change of organisations is in consultation: packs, their readers, and appointing somebody by her nomination.
DROP TRIGGER IF EXISTS consultation_guard ON succession_boardpack;
CREATE TRIGGER consultation_guard BEFORE INSERT ON succession_boardpack FOR EACH ROW EXECUTE FUNCTION app.consultation_guard();
DROP TRIGGER IF EXISTS consultation_guard ON succession_packreader;
CREATE TRIGGER consultation_guard BEFORE INSERT ON succession_packreader FOR EACH ROW EXECUTE FUNCTION app.consultation_guard();
DROP TRIGGER IF EXISTS consultation_guard ON succession_incumbency;
CREATE TRIGGER consultation_guard BEFORE INSERT OR UPDATE OF nomination_id ON succession_incumbency FOR EACH ROW
  WHEN (NEW.nomination_id IS NOT NULL) EXECUTE FUNCTION app.consultation_guard();
