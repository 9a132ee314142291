-- Raises AW003 for the first job of a call whose rule says {"on_conflict": "fail"} and whose key
-- another job has. See awa.enqueue_many.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.refuse_duplicates(
  p_ids bigint[], p_owners bigint[], p_uniques jsonb[]
) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_index integer;
  v_owner bigint; -- NULL: a job of the same call
BEGIN
  SELECT u.ord - 1, CASE WHEN u.owner <> ALL (p_ids) THEN u.owner END
  INTO v_index, v_owner
  FROM unnest(p_ids, p_owners, p_uniques) WITH ORDINALITY AS u (id, owner, rule, ord)
  WHERE u.id <> u.owner AND u.rule ->> 'on_conflict' = 'fail'
  ORDER BY u.ord
  LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION USING
      ERRCODE = 'AW003',
      MESSAGE = format('jobs[%s]: the job is a duplicate of %s; nothing was enqueued', v_index,
                       coalesce('job ' || v_owner, 'an earlier job of the call')),
      DETAIL = json_strip_nulls(json_build_object('index', v_index, 'job_id', v_owner))::text;
  END IF;
END
$function$;
