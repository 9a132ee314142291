-- Appends jobs to the ready log, or to deferred_jobs when they are due later. The i-th element of every array
-- describes the i-th job; a delay (microseconds) counts from now on the database's clock and wins over a run_at.
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
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $function$
#variable_conflict use_column
DECLARE
  v_now    timestamptz := statement_timestamp();
  v_ids    bigint[] := ARRAY(SELECT nextval('awa.job_id_seq') FROM generate_series(1, cardinality(p_kinds)));
  v_owners bigint[] := v_ids;
  v_exts   json[] := p_exts;
  v_dues   timestamptz[];
  v_lanes  integer[];
  v_gen    bigint;
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

  v_lanes := awa.lanes_of(p_queues, p_priorities, p_keys);
  v_dues := ARRAY(
    SELECT CASE WHEN d.delay IS NULL THEN d.run_at ELSE v_now + d.delay * interval '1 microsecond' END
    FROM unnest(p_run_ats, p_delays) WITH ORDINALITY AS d (run_at, delay, ord)
    ORDER BY d.ord);

  v_gen := awa.head_gen(); -- as late as can be: the unique keys may have been waited for
  INSERT INTO awa.ready_entries (slot, lane, job_id, max_attempts, kind, args, ext)
  SELECT v_gen % 16, j.lane, j.id, j.max_attempts, j.kind, j.args, j.ext
  FROM unnest(v_lanes, v_ids, v_owners, p_max_attempts, p_kinds, p_args, v_exts, v_dues)
         AS j (lane, id, owner, max_attempts, kind, args, ext, due)
  WHERE j.owner = j.id AND coalesce(j.due <= v_now, true);
  PERFORM awa.refuse_pruned(v_gen);

  INSERT INTO awa.deferred_jobs (lane, job_id, max_attempts, kind, args, ext, run_at)
  SELECT j.lane, j.id, j.max_attempts, j.kind, j.args, j.ext, j.due
  FROM unnest(v_lanes, v_ids, v_owners, p_max_attempts, p_kinds, p_args, v_exts, v_dues)
         AS j (lane, id, owner, max_attempts, kind, args, ext, due)
  WHERE j.owner = j.id AND j.due > v_now;
  PERFORM awa.wake_promoter(min(d.due)) FROM unnest(v_dues) AS d (due) WHERE d.due > v_now;

  PERFORM awa.wake(q.queue)
  FROM (SELECT DISTINCT j.queue
        FROM unnest(p_queues, v_ids, v_owners, v_dues) AS j (queue, id, owner, due)
        WHERE j.owner = j.id AND coalesce(j.due <= v_now, true)) AS q;

  RETURN QUERY
    SELECT u.ord::integer, u.owner, CASE WHEN u.id = u.owner THEN 'enqueued' ELSE 'duplicate' END
    FROM unnest(v_ids, v_owners) WITH ORDINALITY AS u (id, owner, ord)
    ORDER BY u.ord;
END
$function$;
