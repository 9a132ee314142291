-- Appends the run that takes the place of one that was buried, changed: the next in number, with as
-- many attempts behind it. To the ready log, or to the deferred jobs where it is to run later.
-- Index: the primary key of lanes.
-- For: operator.
CREATE OR REPLACE FUNCTION awa.append_changed(
  p_run awa.ready_entries, p_lane awa.lanes, p_change awa.job_change
) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_ext  jsonb := awa.changed_ext(awa.as_object(p_run.ext), p_change);
  v_args json := coalesce(p_change.args, p_run.args);
  v_most smallint := coalesce(p_change.max_attempts, p_run.max_attempts);
  v_lane integer := awa.lane_after(p_lane, p_change, p_run.ext);
  v_made timestamptz := awa.created_at(v_ext, p_run.ready_at);
  v_gen  bigint := awa.write_gen();
BEGIN
  IF p_change.run_at > clock_timestamp() THEN
    INSERT INTO awa.deferred_jobs (
      job_id, run_at, created_at, lane, run_no, attempt, max_attempts, kind, args, ext)
    VALUES (p_run.job_id, p_change.run_at, v_made, v_lane, p_run.run_no + 1, p_run.attempt, v_most,
            p_run.kind, v_args, v_ext::json);
    PERFORM awa.wake_promoter(p_change.run_at);
    RETURN;
  END IF;
  INSERT INTO awa.ready_entries (
    slot, lane, job_id, run_no, attempt, max_attempts, kind, args, ext)
  VALUES (v_gen % 16, v_lane, p_run.job_id, p_run.run_no + 1, p_run.attempt, v_most, p_run.kind,
          v_args, awa.ended_ext(v_ext, v_made, NULL, NULL, NULL));
  PERFORM awa.refuse_pruned(v_gen);
  PERFORM awa.wake((SELECT l.queue FROM awa.lanes l WHERE l.lane = v_lane));
END
$function$;
