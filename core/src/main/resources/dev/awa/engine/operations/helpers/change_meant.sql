-- Cancels or edits some jobs that wait, for an operation. Those in the ready log lane by lane,
-- under the locks of their stripes; then those that wait for their time, whose rows decide between
-- this and a promotion. What it can't have is to be looked at again.
--
-- Lock order: stripes (by queue and number), claims, ready, then the rest.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.change_meant(p_jobs awa.meant_job[], p_operation awa.operations)
RETURNS awa.treated
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_change awa.job_change := awa.read_change(p_operation.change, NULL);
  v_lanes  integer[] := awa.lock_lanes(ARRAY(SELECT DISTINCT j.lane
                                             FROM unnest(p_jobs) AS j
                                             WHERE j.lane IS NOT NULL));
  v_lane   awa.lanes;
  v_some   awa.meant_job[];
  v_ids    bigint[];
  v_done   bigint[] := '{}';
BEGIN
  FOR v_lane IN SELECT l.* FROM awa.lanes l WHERE l.lane = ANY (v_lanes) ORDER BY l.lane LOOP
    v_some := awa.bury_runs(v_lane, ARRAY(SELECT j
                                          FROM unnest(p_jobs) AS j
                                          WHERE j.lane = v_lane.lane));
    CONTINUE WHEN v_some = '{}';
    IF p_operation.action = 'cancel' THEN
      PERFORM awa.keep_buried(v_some, p_operation.reason);
    ELSE
      PERFORM awa.append_all_changed(v_some, v_lane, v_change);
    END IF;
    PERFORM awa.pass_tombstones(v_lane);
    v_done := v_done || ARRAY(SELECT j.job_id FROM unnest(v_some) AS j);
  END LOOP;
  v_ids := ARRAY(SELECT d.job_id
                 FROM awa.deferred_jobs d
                 WHERE d.job_id = ANY (ARRAY(SELECT j.job_id
                                             FROM unnest(p_jobs) AS j
                                             WHERE j.lane IS NULL))
                 ORDER BY d.job_id
                 FOR UPDATE SKIP LOCKED);
  IF v_ids <> '{}' AND p_operation.action = 'cancel' THEN
    PERFORM awa.cancel_all_deferred(v_ids, p_operation.reason);
  ELSIF v_ids <> '{}' THEN
    PERFORM awa.edit_all_deferred(v_ids, v_change);
  END IF;
  v_done := v_done || v_ids;
  RETURN ROW(cardinality(v_done), 0, 0, 0,
             ARRAY(SELECT j.job_id FROM unnest(p_jobs) AS j EXCEPT SELECT unnest(v_done)),
             '[]')::awa.treated;
END
$function$;
