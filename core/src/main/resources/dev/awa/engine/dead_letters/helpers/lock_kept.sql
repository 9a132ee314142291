-- Locks those of some jobs that are kept after they failed or were cancelled, in the order of ids,
-- and answers what is needed to run them again: the lane that a job of its queue, priority and
-- ordering key, as they are to be, has today, and its unique key. What can't be read of a job is
-- not read (awa.read_job); one whose arguments alone are lost can be run with others. Index:
-- primary keys.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.lock_kept(p_ids bigint[], p_change awa.job_change)
RETURNS awa.kept_job[]
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_jobs  awa.kept_job[];
  v_lanes integer[];
BEGIN
  SELECT array_agg(ROW(k.job_id, k.lane,
                       k.ext ? 'unreadable' AND NOT (p_change.args IS NOT NULL
                         AND k.ext ->> 'unreadable' ~ '^arguments: [^;]*$'),
                       k.ext ->> 'ordering_key',
                       CASE WHEN k.ext -> 'unique' ->> 'key' ~ '^([0-9a-f]{2})+$'
                            THEN decode(k.ext -> 'unique' ->> 'key', 'hex') END,
                       k.job_id)::awa.kept_job ORDER BY k.job_id)
  INTO v_jobs
  FROM (SELECT d.job_id, d.lane, awa.as_object((awa.read_job(d.kind, d.args, d.ext)).ext) AS ext
        FROM (SELECT x.job_id, x.lane, x.kind, x.args, x.ext
              FROM awa.dead_letters x
              WHERE x.job_id = ANY (p_ids)
              ORDER BY x.job_id
              FOR UPDATE) AS d
        UNION ALL
        SELECT t.job_id, t.lane, awa.as_object((awa.read_job(t.kind, t.args, t.ext)).ext)
        FROM (SELECT x.job_id, x.lane, x.kind, x.args, x.ext
              FROM awa.finished_jobs x
              WHERE x.job_id = ANY (p_ids)
              ORDER BY x.job_id
              FOR UPDATE) AS t) AS k;
  SELECT awa.lanes_of(array_agg(coalesce(p_change.queue, l.queue) ORDER BY j.ord),
                      array_agg(coalesce(p_change.priority, l.priority) ORDER BY j.ord),
                      array_agg(j.ordering_key ORDER BY j.ord))
  INTO v_lanes
  FROM unnest(v_jobs)
         WITH ORDINALITY AS j (job_id, lane, unreadable, ordering_key, unique_key, holder, ord)
  JOIN awa.lanes l USING (lane);
  RETURN ARRAY(
    SELECT ROW(j.job_id, v_lanes[j.ord], j.unreadable, j.ordering_key, j.unique_key,
               j.holder)::awa.kept_job
    FROM unnest(v_jobs)
           WITH ORDINALITY AS j (job_id, lane, unreadable, ordering_key, unique_key, holder, ord)
    ORDER BY j.ord);
END
$function$;
