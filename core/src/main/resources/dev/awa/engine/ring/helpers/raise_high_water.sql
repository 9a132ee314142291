-- Notes which epoch the cluster has reached, and which job id was given out. The epoch never goes
-- back: a snapshot's xmax is one past a transaction that has ended, and the record of its end
-- stands in the WAL before this update.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.raise_high_water() RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_now xid8 := pg_snapshot_xmax(pg_current_snapshot());
  v_job bigint := coalesce(pg_sequence_last_value('awa.job_id_seq'), 0);
BEGIN
  UPDATE awa.storage_state s
  SET xid_high_water = greatest(s.xid_high_water, v_now),
      job_id_high_water = greatest(s.job_id_high_water, v_job)
  WHERE s.xid_high_water < v_now OR s.job_id_high_water < v_job;
END
$function$;
