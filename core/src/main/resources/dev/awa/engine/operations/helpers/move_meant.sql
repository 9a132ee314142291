-- Makes dead letters of some failed jobs, for an operation: see awa.move_to_dead_letters. One that
-- has become a dead letter since, or was run again and cancelled, is too late.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.move_meant(p_jobs awa.meant_job[]) RETURNS awa.treated
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_ids   bigint[] := awa.lock_kept_meant(p_jobs);
  v_moved bigint := awa.move_to_dead_letters(VARIADIC v_ids);
BEGIN
  RETURN ROW(v_moved, cardinality(v_ids) - v_moved, 0, 0,
             ARRAY(SELECT j.job_id FROM unnest(p_jobs) AS j WHERE j.job_id <> ALL (v_ids)),
             '[]')::awa.treated;
END
$function$;
