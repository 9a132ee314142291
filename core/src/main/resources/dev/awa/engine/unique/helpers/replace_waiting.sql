-- The jobs of a batch whose rule says {"on_conflict": "replace"} and whose key another job holds
-- take that job's place, where it waits for its time: it keeps its id and when it was made, and is
-- the newest one in all else. Of several for one job the last counts. Answers which jobs were
-- replaced. The keys are taken and the rows locked (awa.hold_unique_keys); the arrays are those of
-- awa.append_held, with the ext and the time that a new job would get.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.replace_waiting(
  p_queues text[], p_priorities smallint[], p_keys text[], p_args json[], p_exts json[],
  p_max_attempts smallint[], p_dues timestamptz[], p_uniques jsonb[], p_ids bigint[],
  p_unique_keys bytea[], p_owners bigint[]
) RETURNS bigint[]
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_jobs    record;
  v_changed record;
BEGIN
  SELECT array_agg(j.queue) AS queues, array_agg(j.priority) AS priorities,
         array_agg(j.key) AS keys, array_agg(j.args) AS args, array_agg(j.ext) AS exts,
         array_agg(j.max_attempts) AS max_attempts, array_agg(j.due) AS dues,
         array_agg(awa.longest_wait(j.rule)) AS waits,
         array_agg(j.unique_key) AS unique_keys, array_agg(j.owner) AS owners
  INTO v_jobs
  FROM (SELECT DISTINCT ON (u.owner) u.*
        FROM unnest(p_queues, p_priorities, p_keys, p_args, p_exts, p_max_attempts, p_dues,
                    p_uniques, p_ids, p_unique_keys, p_owners) WITH ORDINALITY
               AS u (queue, priority, key, args, ext, max_attempts, due, rule, id, unique_key,
                     owner, ord)
        WHERE u.id <> u.owner AND u.rule ->> 'on_conflict' = 'replace'
        ORDER BY u.owner, u.ord DESC) AS j;
  IF v_jobs.owners IS NULL THEN
    RETURN '{}';
  END IF;
  SELECT o.* INTO v_changed
  FROM awa.overwrite_waiting(
    v_jobs.unique_keys, v_jobs.owners,
    awa.lanes_of(v_jobs.queues, v_jobs.priorities, v_jobs.keys), v_jobs.max_attempts, v_jobs.args,
    v_jobs.exts, v_jobs.dues, v_jobs.waits) AS o;
  PERFORM awa.wake_promoter(v_changed.first_due);
  RETURN v_changed.replaced;
END
$function$;
