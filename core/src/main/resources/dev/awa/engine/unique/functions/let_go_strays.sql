-- Lets go of stray keys: unique keys that are held by an id that is no job. Looks at up to p_limit
-- keys after p_after (NULL: from the first), in key order. Answers how many it looked at, the last
-- of them, and the keys it let go with the ids that held them; when it looked at fewer than
-- p_limit, those were the last.
--
-- A key is taken in the transaction that makes its job, and let go, or given a term, in the one
-- that ends it. So in one snapshot the job of a key without a term is in a table; the key of an
-- open transaction is not visible here. The claim log is locked before the snapshot, so that
-- nothing is truncated or carried under the look, as in awa.find_job. That a job was not there is
-- final; a key that was let go or got a term meanwhile is passed over. Waits 2 s for a key that
-- somebody has locked, then names who it is (55P03).
--
-- Lock order: claims, then rows of unique_keys in key order. Index: primary keys, ready_by_job;
-- where the ready log is small it is read once for all keys, which the planner decides.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.let_go_strays(p_after bytea, p_limit integer)
RETURNS TABLE (looked_at bigint, up_to bytea, keys bytea[], holders bigint[])
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_custom_plan SET jit = off
SET lock_timeout = '2s' AS $function$
DECLARE
  v_keys bytea[];
BEGIN
  PERFORM awa.require_read_committed('a look for stray keys');
  BEGIN
    LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE;
  EXCEPTION WHEN lock_not_available THEN
    PERFORM awa.refuse_used('the claim log is',
      awa.users_of(ARRAY['awa.claims'], '{AccessShareLock,RowShareLock,RowExclusiveLock}'));
  END;
  WITH slice AS MATERIALIZED (
    SELECT u.unique_key, u.job_id, u.let_go_at IS NULL AND u.let_go_gen IS NULL AS without_term
    FROM awa.unique_keys u
    WHERE u.unique_key > coalesce(p_after, '')
    ORDER BY u.unique_key
    LIMIT p_limit
  ), stray AS MATERIALIZED (
    SELECT s.unique_key, s.job_id
    FROM slice s
    WHERE s.without_term
      AND NOT EXISTS (SELECT FROM awa.ready_entries e WHERE +e.job_id = s.job_id)
      AND NOT EXISTS (SELECT FROM awa.deferred_jobs d WHERE d.job_id = s.job_id)
      AND NOT EXISTS (SELECT FROM awa.finished_jobs t WHERE t.job_id = s.job_id)
      AND NOT EXISTS (SELECT FROM awa.dead_letters q WHERE q.job_id = s.job_id)
    ORDER BY s.unique_key
  )
  SELECT (SELECT count(*) FROM slice),
         (SELECT s.unique_key FROM slice s ORDER BY s.unique_key DESC LIMIT 1),
         coalesce(array_agg(s.unique_key ORDER BY s.unique_key), '{}'),
         coalesce(array_agg(s.job_id ORDER BY s.unique_key), '{}')
  INTO looked_at, up_to, v_keys, holders
  FROM stray s;
  IF v_keys <> '{}' THEN
    WITH gone AS (
      DELETE FROM awa.unique_keys u
      USING unnest(v_keys, holders) AS s (unique_key, job_id)
      WHERE u.unique_key = s.unique_key AND u.job_id = s.job_id
        AND u.let_go_at IS NULL AND u.let_go_gen IS NULL
      RETURNING u.unique_key, u.job_id
    )
    SELECT coalesce(array_agg(g.unique_key ORDER BY g.unique_key), '{}'),
           coalesce(array_agg(g.job_id ORDER BY g.unique_key), '{}')
    INTO keys, holders
    FROM gone g;
  ELSE
    keys := '{}';
  END IF;
  RETURN NEXT;
EXCEPTION WHEN lock_not_available THEN
  IF v_keys IS NULL THEN
    RAISE; -- the claim log, whose users are named
  END IF;
  PERFORM awa.refuse_used('a stray key is',
    awa.lockers_of('awa.unique_keys',
                   ARRAY(SELECT u.xmax FROM awa.unique_keys u WHERE u.unique_key = ANY (v_keys))));
END
$function$;
