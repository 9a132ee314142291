-- Cancels up to p_limit jobs that wait for their time, of a queue and, when they are given, a kind and a state; answers
-- how many. Rows that somebody has locked are passed over: they are being promoted.
CREATE OR REPLACE FUNCTION awa.cancel_deferred_jobs(p_queue text, p_kind text, p_state text, p_limit integer, p_reason text) RETURNS integer
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
DECLARE
  v_n integer;
BEGIN
  SELECT count(*) FILTER (WHERE awa.cancel_deferred(d.job_id, p_reason)) INTO v_n
  FROM (SELECT x.job_id
        FROM awa.deferred_jobs x
        WHERE x.lane IN (SELECT l.lane FROM awa.lanes l WHERE l.queue = p_queue)
          AND (p_kind IS NULL OR x.kind = p_kind) AND (p_state IS NULL OR x.state = p_state)
        LIMIT p_limit
        FOR UPDATE SKIP LOCKED) AS d;
  RETURN v_n;
END
$function$;
