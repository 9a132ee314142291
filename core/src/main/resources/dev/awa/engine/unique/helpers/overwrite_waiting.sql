-- Gives jobs that wait for their time, and hold the unique keys named, other arguments, lanes and
-- all else; what they keep is their id and when they were made. Their time is the new one, or the
-- longest wait after they were made when that is earlier, and not in the past: awa.promote would
-- pass it by. Answers which they were, and the earliest time. In the owner's name, as
-- awa.lock_waiting, which has locked the rows: it changes nothing but the holders of these keys.
-- Neither old arguments nor old ext are read, which may be damaged. Index: primary keys.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.overwrite_waiting(
  p_keys bytea[], p_job_ids bigint[], p_lanes integer[], p_max_attempts smallint[], p_args json[],
  p_exts json[], p_dues timestamptz[], p_waits interval[],
  OUT replaced bigint[], OUT first_due timestamptz
)
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_hashjoin = off
SET enable_mergejoin = off SET jit = off AS $function$
BEGIN
  WITH changed AS (
    UPDATE awa.deferred_jobs d
    SET lane = j.lane, max_attempts = j.max_attempts, args = j.args, ext = j.ext,
        run_at = greatest(least(j.due, d.created_at + j.wait), clock_timestamp())
    FROM unnest(p_keys, p_job_ids, p_lanes, p_max_attempts, p_args, p_exts, p_dues, p_waits)
           AS j (key, job_id, lane, max_attempts, args, ext, due, wait)
    JOIN awa.unique_keys u ON u.unique_key = j.key AND u.job_id = j.job_id
    WHERE d.job_id = j.job_id AND d.run_no = 1
    RETURNING d.job_id, d.run_at
  )
  SELECT coalesce(array_agg(c.job_id), '{}'), min(c.run_at)
  INTO replaced, first_due
  FROM changed c;
END
$function$;
