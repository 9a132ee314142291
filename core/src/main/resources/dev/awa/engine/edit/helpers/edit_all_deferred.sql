-- Changes some jobs that wait for their time, whose rows the caller has locked: as
-- awa.edit_deferred, for many. Index: the primary key.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.edit_all_deferred(p_ids bigint[], p_change awa.job_change)
RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_ids   bigint[];
  v_was   integer[];
  v_keys  text[];
  v_lanes integer[];
BEGIN
  SELECT array_agg(d.job_id ORDER BY d.job_id), array_agg(d.lane ORDER BY d.job_id),
         array_agg(awa.as_object(d.ext) ->> 'ordering_key' ORDER BY d.job_id)
  INTO v_ids, v_was, v_keys
  FROM awa.deferred_jobs d
  WHERE d.job_id = ANY (p_ids);
  v_lanes := awa.lanes_after(v_was, v_keys, p_change);
  UPDATE awa.deferred_jobs d
  SET lane = o.lane,
      run_at = CASE WHEN p_change.run_at IS NULL THEN d.run_at
                    ELSE greatest(p_change.run_at, clock_timestamp()) END,
      max_attempts = coalesce(p_change.max_attempts, d.max_attempts)
  FROM unnest(v_ids, v_lanes) AS o (job_id, lane)
  WHERE d.job_id = o.job_id;
  PERFORM awa.wake_promoter(p_change.run_at);
END
$function$;
