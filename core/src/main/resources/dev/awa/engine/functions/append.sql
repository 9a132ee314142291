-- Appends jobs of which some are unique or due later: to the ready log, or to the deferred jobs. (For others there is
-- awa.append_ready, which is quicker.) The i-th element of every array describes the i-th job; a delay (microseconds)
-- counts from now on the database's clock and wins over a run_at.
-- Returns one row a job, in order: 'enqueued'; or 'duplicate', with the id of the job that holds its key.
-- All or nothing: a duplicate whose rule says {"on_conflict": "fail"} makes the call write nothing at all and return
-- only such duplicates, as 'refused'; their job_id is NULL when the key is held by an earlier job of the call.
-- Callers have validated: this is the engine's function, awa.enqueue is the public one.
CREATE OR REPLACE FUNCTION awa.append(
  p_queues       text[],
  p_priorities   smallint[],
  p_keys         text[],
  p_kinds        text[],
  p_args         json[],
  p_exts         json[],
  p_max_attempts smallint[],
  p_run_ats      timestamptz[],
  p_delays       bigint[],
  p_uniques      jsonb[]
) RETURNS TABLE (ordinal integer, job_id bigint, verdict text)
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET jit = off AS $function$
#variable_conflict use_column
DECLARE
  v_now    timestamptz := statement_timestamp();
  v_ids    bigint[] := awa.new_ids(cardinality(p_kinds));
  v_owners bigint[] := v_ids;
  v_exts   json[] := p_exts;
  v_dues   timestamptz[] := p_run_ats;
BEGIN
  IF array_remove(p_uniques, NULL) <> '{}' THEN
    v_owners := awa.hold_all_or_none(v_ids, p_kinds, p_queues, p_args, p_uniques);
    IF awa.is_refused(v_ids, v_owners, p_uniques) THEN
      RETURN QUERY
        SELECT u.ord::integer, CASE WHEN u.owner <> ALL (v_ids) THEN u.owner END, 'refused'
        FROM unnest(v_ids, v_owners, p_uniques) WITH ORDINALITY AS u (id, owner, rule, ord)
        WHERE u.id <> u.owner AND u.rule ->> 'on_conflict' = 'fail'
        ORDER BY u.ord;
      RETURN;
    END IF;
    v_exts := ARRAY(
      SELECT CASE WHEN u.rule IS NULL THEN u.ext ELSE awa.with_unique(u.ext, u.kind, u.queue, u.args, u.rule) END
      FROM unnest(p_exts, p_kinds, p_queues, p_args, p_uniques) WITH ORDINALITY AS u (ext, kind, queue, args, rule, ord)
      ORDER BY u.ord);
  END IF;
  IF array_remove(p_delays, NULL) <> '{}' THEN
    v_dues := ARRAY(
      SELECT CASE WHEN d.delay IS NULL THEN d.run_at ELSE v_now + d.delay * interval '1 microsecond' END
      FROM unnest(p_run_ats, p_delays) WITH ORDINALITY AS d (run_at, delay, ord)
      ORDER BY d.ord);
  END IF;

  PERFORM awa.append_ready(
    array_agg(j.queue ORDER BY j.ord), array_agg(j.priority ORDER BY j.ord), array_agg(j.key ORDER BY j.ord),
    array_agg(j.kind ORDER BY j.ord), array_agg(j.args ORDER BY j.ord), array_agg(j.ext ORDER BY j.ord),
    array_agg(j.max_attempts ORDER BY j.ord), array_agg(j.id ORDER BY j.ord))
  FROM unnest(v_ids, v_owners, p_queues, p_priorities, p_keys, p_kinds, p_args, v_exts, p_max_attempts, v_dues)
         WITH ORDINALITY AS j (id, owner, queue, priority, key, kind, args, ext, max_attempts, due, ord)
  WHERE j.owner = j.id AND coalesce(j.due <= v_now, true)
  HAVING count(*) > 0;

  PERFORM awa.append_deferred(
    array_agg(j.queue ORDER BY j.ord), array_agg(j.priority ORDER BY j.ord), array_agg(j.key ORDER BY j.ord),
    array_agg(j.kind ORDER BY j.ord), array_agg(j.args ORDER BY j.ord), array_agg(j.ext ORDER BY j.ord),
    array_agg(j.max_attempts ORDER BY j.ord), array_agg(j.id ORDER BY j.ord), array_agg(j.due ORDER BY j.ord))
  FROM unnest(v_ids, v_owners, p_queues, p_priorities, p_keys, p_kinds, p_args, v_exts, p_max_attempts, v_dues)
         WITH ORDINALITY AS j (id, owner, queue, priority, key, kind, args, ext, max_attempts, due, ord)
  WHERE j.owner = j.id AND j.due > v_now
  HAVING count(*) > 0;

  RETURN QUERY
    SELECT u.ord::integer, u.owner, CASE WHEN u.id = u.owner THEN 'enqueued' ELSE 'duplicate' END
    FROM unnest(v_ids, v_owners) WITH ORDINALITY AS u (id, owner, ord)
    ORDER BY u.ord;
END
$function$;
