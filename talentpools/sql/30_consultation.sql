-- Locked while a change of organisations is in consultation: a vacancy is not put to the bench by an employer that is affected.
DROP TRIGGER IF EXISTS consultation_guard ON talentpools_vacancy;
CREATE TRIGGER consultation_guard BEFORE INSERT ON talentpools_vacancy FOR EACH ROW EXECUTE FUNCTION app.consultation_guard();
