-- Whether a run has a tombstone. Index: tombstones_by_lane.
CREATE OR REPLACE FUNCTION awa.is_buried(p_lane integer, p_job_id bigint, p_run_lease integer) RETURNS boolean
LANGUAGE plpgsql STABLE AS $function$
BEGIN
  RETURN EXISTS (SELECT FROM awa.ready_tombstones t
                 WHERE t.lane = p_lane AND t.job_id = p_job_id AND t.run_lease = p_run_lease);
END
$function$;
