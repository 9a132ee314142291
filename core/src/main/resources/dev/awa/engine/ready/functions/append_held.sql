-- Appends the jobs of a batch that own their key, or need none: to the ready log, or to the
-- deferred jobs. Others replace the owner of their key, where their rule says so and it waits for
-- its time; answers which owners were replaced. Their ids, their unique keys (NULL: none of them
-- has one) and who owns each key are given: see awa.hold_unique_keys. The other arrays are those of
-- awa.append. Refuses owners
-- that are not one a job: the jobs behind a missing one would be taken for duplicates.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.append_held(
  p_queues       text[],
  p_priorities   smallint[],
  p_keys         text[],
  p_kinds        text[],
  p_args         json[],
  p_exts         json[],
  p_max_attempts smallint[],
  p_run_ats      timestamptz[],
  p_delays       bigint[],
  p_uniques      jsonb[],
  p_ids          bigint[],
  p_unique_keys  bytea[],
  p_owners       bigint[]
) RETURNS bigint[]
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET jit = off AS $function$
DECLARE
  v_now  timestamptz := statement_timestamp();
  v_exts json[] := p_exts;
  v_dues timestamptz[] := p_run_ats;
BEGIN
  IF cardinality(p_owners) IS DISTINCT FROM cardinality(p_ids)
     OR cardinality(p_ids) <> cardinality(p_kinds)
     OR array_position(p_owners, NULL) IS NOT NULL THEN
    RAISE EXCEPTION '% jobs, % ids and % owners of unique keys: this is a fault of the engine',
                    cardinality(p_kinds), cardinality(p_ids),
                    cardinality(array_remove(p_owners, NULL))
      USING ERRCODE = 'internal_error';
  END IF;
  IF p_unique_keys IS NOT NULL THEN
    v_exts := ARRAY(
      SELECT CASE WHEN u.key IS NULL THEN u.ext ELSE awa.with_unique(u.ext, u.key, u.rule) END
      FROM unnest(p_exts, p_unique_keys, p_uniques) WITH ORDINALITY AS u (ext, key, rule, ord)
      ORDER BY u.ord);
  END IF;
  IF p_unique_keys IS NOT NULL OR array_remove(p_delays, NULL) <> '{}' THEN
    v_dues := awa.dues_of(p_run_ats, p_delays, p_uniques, v_now);
  END IF;

  PERFORM awa.append_ready(
    array_agg(j.queue ORDER BY j.ord), array_agg(j.priority ORDER BY j.ord),
    array_agg(j.key ORDER BY j.ord), array_agg(j.kind ORDER BY j.ord),
    array_agg(j.args ORDER BY j.ord), array_agg(j.ext ORDER BY j.ord),
    array_agg(j.max_attempts ORDER BY j.ord), array_agg(j.id ORDER BY j.ord))
  FROM unnest(p_ids, p_owners, p_queues, p_priorities, p_keys, p_kinds, p_args, v_exts,
              p_max_attempts,
              v_dues) WITH ORDINALITY
         AS j (id, owner, queue, priority, key, kind, args, ext, max_attempts, due, ord)
  WHERE j.owner = j.id AND coalesce(j.due <= v_now, true)
  HAVING count(*) > 0;

  PERFORM awa.append_deferred(
    array_agg(j.queue ORDER BY j.ord), array_agg(j.priority ORDER BY j.ord),
    array_agg(j.key ORDER BY j.ord), array_agg(j.kind ORDER BY j.ord),
    array_agg(j.args ORDER BY j.ord), array_agg(j.ext ORDER BY j.ord),
    array_agg(j.max_attempts ORDER BY j.ord), array_agg(j.id ORDER BY j.ord),
    array_agg(j.due ORDER BY j.ord))
  FROM unnest(p_ids, p_owners, p_queues, p_priorities, p_keys, p_kinds, p_args, v_exts,
              p_max_attempts,
              v_dues) WITH ORDINALITY
         AS j (id, owner, queue, priority, key, kind, args, ext, max_attempts, due, ord)
  WHERE j.owner = j.id AND j.due > v_now
  HAVING count(*) > 0;

  IF p_unique_keys IS NULL THEN
    RETURN '{}';
  END IF;
  RETURN awa.replace_waiting(p_queues, p_priorities, p_keys, p_args, v_exts, p_max_attempts,
                             v_dues, p_uniques, p_ids, p_unique_keys, p_owners);
END
$function$;
