-- Takes the unique keys of jobs that are to run again, and notes who holds the key of each: the job
-- itself, or the one that stands in its way. A key that a job has held on to is its own. The key of
-- a period is taken without its end, which nobody knows any more: after the period no other job can
-- want it.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.hold_keys_again(p_jobs awa.kept_job[]) RETURNS awa.kept_job[]
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_ids     bigint[];
  v_keys    bytea[];
  v_holders bigint[];
BEGIN
  SELECT array_agg(j.job_id ORDER BY j.job_id), array_agg(j.unique_key ORDER BY j.job_id)
  INTO v_ids, v_keys
  FROM unnest(p_jobs) AS j
  WHERE j.unique_key IS NOT NULL AND NOT j.unreadable;
  IF v_ids IS NULL THEN
    RETURN p_jobs;
  END IF;
  v_holders := awa.hold_unique_keys(v_ids, v_keys, array_fill(NULL::jsonb,
                                                              ARRAY[cardinality(v_ids)]));
  RETURN ARRAY(
    SELECT ROW(j.job_id, j.lane, j.unreadable, j.ordering_key, j.unique_key,
               coalesce(h.holder, j.job_id))::awa.kept_job
    FROM unnest(p_jobs) AS j
    LEFT JOIN unnest(v_ids, v_holders) AS h (id, holder) ON h.id = j.job_id
    ORDER BY j.job_id);
END
$function$;
