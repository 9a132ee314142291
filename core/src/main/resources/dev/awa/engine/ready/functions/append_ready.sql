-- Appends jobs that are ready at once to the ready log, and wakes who sleeps on their queues. The
-- i-th element of every array describes the i-th job. Answers the ids: those that were given, or
-- else new ones. (The arrays' lengths would make every call plan anew, which takes longer than to
-- insert one job.)
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.append_ready(
  p_queues       text[],
  p_priorities   smallint[],
  p_keys         text[],
  p_kinds        text[],
  p_args         json[],
  p_exts         json[],
  p_max_attempts smallint[],
  p_ids          bigint[] DEFAULT NULL
) RETURNS bigint[]
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET jit = off AS $function$
DECLARE
  v_ids   bigint[] := coalesce(p_ids, awa.new_ids(cardinality(p_kinds)));
  v_lanes integer[] := awa.lanes_of(p_queues, p_priorities, p_keys);
  v_gen   bigint := awa.write_gen(); -- as late as can be: the unique keys may have been waited for
BEGIN
  INSERT INTO awa.ready_entries (slot, lane, job_id, max_attempts, kind, args, ext)
  SELECT v_gen % 16, j.lane, j.id, j.max_attempts, j.kind, j.args, j.ext
  FROM unnest(v_lanes, v_ids, p_max_attempts, p_kinds, p_args,
              p_exts) AS j (lane, id, max_attempts, kind, args, ext);
  PERFORM awa.refuse_pruned(v_gen);
  PERFORM awa.wake(VARIADIC ARRAY(SELECT DISTINCT unnest(p_queues)));
  RETURN v_ids;
END
$function$;
