-- Appends jobs of which some are unique or due later: to the ready log, or to the deferred jobs.
-- (For others there is awa.append_ready, which is quicker.) The i-th element of every array
-- describes the i-th job; a delay (microseconds) counts from now on the database's clock and wins
-- over a run_at. Returns one row a job, in order: 'enqueued'; 'replaced', with the id of the job
-- that it has replaced; or 'duplicate', with the id of the job that holds its key. All or nothing:
-- a duplicate whose rule says {"on_conflict": "fail"} makes the call write nothing at all and
-- return only such duplicates, as 'refused'; their job_id is NULL when the key is held by an
-- earlier job of the call. Callers have validated: this is the engine's function, awa.enqueue is
-- the public one.
-- For: producer, operator, worker.
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
DECLARE
  v_ids      bigint[] := awa.new_ids(cardinality(p_kinds));
  v_owners   bigint[] := v_ids;
  v_keys     bytea[];
  v_replaced bigint[];
BEGIN
  IF array_remove(p_uniques, NULL) <> '{}' THEN
    v_keys := awa.compute_unique_keys(p_kinds, p_queues, p_args, p_uniques);
    v_owners := awa.hold_all_or_none(v_ids, v_keys, p_uniques);
    IF awa.is_refused(v_ids, v_owners, p_uniques) THEN
      RETURN QUERY
        SELECT u.ord::integer, CASE WHEN u.owner <> ALL (v_ids) THEN u.owner END, 'refused'
        FROM unnest(v_ids, v_owners, p_uniques) WITH ORDINALITY AS u (id, owner, rule, ord)
        WHERE u.id <> u.owner AND u.rule ->> 'on_conflict' = 'fail'
        ORDER BY u.ord;
      RETURN;
    END IF;
  END IF;
  v_replaced := awa.append_held(p_queues, p_priorities, p_keys, p_kinds, p_args, p_exts,
                                p_max_attempts, p_run_ats, p_delays, p_uniques, v_ids, v_keys,
                                v_owners);
  RETURN QUERY
    SELECT v.ordinal, v.job_id, v.verdict
    FROM awa.verdicts_of(v_ids, v_owners, p_uniques, v_replaced) AS v;
END
$function$;
