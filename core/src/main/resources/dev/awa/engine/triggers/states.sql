-- What keeps the counts of jobs by state, on the tables that hold jobs outside of the logs. Also in
-- sessions that turn triggers off (session_replication_role = replica): these are enabled always.
--
-- A row of storage_state comes by a restore of the data, or of a part of it. Whether what was noted
-- of the jobs comes too, and whether the triggers note the jobs once more, depends on what was
-- emptied how, and in what order it comes back. So counts scan.
CREATE OR REPLACE TRIGGER distrust_counters AFTER INSERT ON awa.storage_state
  FOR EACH STATEMENT EXECUTE FUNCTION awa.distrust_counters();
CREATE OR REPLACE TRIGGER note_insert AFTER INSERT ON awa.deferred_jobs
  REFERENCING NEW TABLE AS come
  FOR EACH STATEMENT EXECUTE FUNCTION awa.note_states();
CREATE OR REPLACE TRIGGER note_delete AFTER DELETE ON awa.deferred_jobs
  REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION awa.note_states();
CREATE OR REPLACE TRIGGER note_update AFTER UPDATE ON awa.deferred_jobs
  REFERENCING OLD TABLE AS gone NEW TABLE AS come
  FOR EACH STATEMENT EXECUTE FUNCTION awa.note_states();
CREATE OR REPLACE TRIGGER distrust_counters AFTER TRUNCATE ON awa.deferred_jobs
  FOR EACH STATEMENT EXECUTE FUNCTION awa.distrust_counters();
CREATE OR REPLACE TRIGGER note_insert AFTER INSERT ON awa.finished_jobs
  REFERENCING NEW TABLE AS come
  FOR EACH STATEMENT EXECUTE FUNCTION awa.note_states();
CREATE OR REPLACE TRIGGER note_delete AFTER DELETE ON awa.finished_jobs
  REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION awa.note_states();
CREATE OR REPLACE TRIGGER note_update AFTER UPDATE ON awa.finished_jobs
  REFERENCING OLD TABLE AS gone NEW TABLE AS come
  FOR EACH STATEMENT EXECUTE FUNCTION awa.note_states();
CREATE OR REPLACE TRIGGER distrust_counters AFTER TRUNCATE ON awa.finished_jobs
  FOR EACH STATEMENT EXECUTE FUNCTION awa.distrust_counters();
CREATE OR REPLACE TRIGGER note_insert AFTER INSERT ON awa.dead_letters
  REFERENCING NEW TABLE AS come
  FOR EACH STATEMENT EXECUTE FUNCTION awa.note_states('dead_letter');
CREATE OR REPLACE TRIGGER note_delete AFTER DELETE ON awa.dead_letters
  REFERENCING OLD TABLE AS gone
  FOR EACH STATEMENT EXECUTE FUNCTION awa.note_states('dead_letter');
CREATE OR REPLACE TRIGGER note_update AFTER UPDATE ON awa.dead_letters
  REFERENCING OLD TABLE AS gone NEW TABLE AS come
  FOR EACH STATEMENT EXECUTE FUNCTION awa.note_states('dead_letter');
CREATE OR REPLACE TRIGGER distrust_counters AFTER TRUNCATE ON awa.dead_letters
  FOR EACH STATEMENT EXECUTE FUNCTION awa.distrust_counters();
ALTER TABLE awa.storage_state ENABLE ALWAYS TRIGGER distrust_counters;
ALTER TABLE awa.deferred_jobs
  ENABLE ALWAYS TRIGGER note_insert, ENABLE ALWAYS TRIGGER note_delete,
  ENABLE ALWAYS TRIGGER note_update, ENABLE ALWAYS TRIGGER distrust_counters;
ALTER TABLE awa.finished_jobs
  ENABLE ALWAYS TRIGGER note_insert, ENABLE ALWAYS TRIGGER note_delete,
  ENABLE ALWAYS TRIGGER note_update, ENABLE ALWAYS TRIGGER distrust_counters;
ALTER TABLE awa.dead_letters
  ENABLE ALWAYS TRIGGER note_insert, ENABLE ALWAYS TRIGGER note_delete,
  ENABLE ALWAYS TRIGGER note_update, ENABLE ALWAYS TRIGGER distrust_counters;
