-- What was asked for of one thing, the newest first, up to p_most of it: what has this target and
-- an action that begins with one of p_begins; below an id, of one person, of one action, after and
-- before a time, each unless it is NULL. What was asked for of several jobs at once is found by
-- each whose id is in the target. There may be very many entries of a queue, so these are read in
-- their order. Index: audit_by_target, audit_pkey.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.audit_of(
  p_target text, p_begins text[], p_older_than bigint, p_by text, p_action text,
  p_after timestamptz, p_before timestamptz, p_most integer
) RETURNS SETOF awa.audit
LANGUAGE plpgsql STABLE ROWS 50 SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off AS $function$
DECLARE
  v_listing bigint[] := CASE WHEN 'job-' = ANY (p_begins)
                             THEN ARRAY(SELECT awa.entries_listing(p_target)) END;
BEGIN
  RETURN QUERY
    SELECT f.*
    FROM (
      (SELECT a.*
       FROM awa.audit a
       WHERE char_length(a.target) <= 200 AND a.target = p_target AND a.id < p_older_than
         AND a.action ^@ ANY (p_begins)
         AND (p_by IS NULL OR a.asked_by = p_by) AND (p_action IS NULL OR a.action = p_action)
         AND (p_after IS NULL OR a.asked_at > p_after)
         AND (p_before IS NULL OR a.asked_at < p_before)
       ORDER BY a.id DESC
       LIMIT p_most)
      UNION ALL
      (SELECT a.*
       FROM awa.audit a
       WHERE a.id = ANY (v_listing) AND a.id < p_older_than
         AND a.action ^@ ANY (p_begins)
         AND (p_by IS NULL OR a.asked_by = p_by) AND (p_action IS NULL OR a.action = p_action)
         AND (p_after IS NULL OR a.asked_at > p_after)
         AND (p_before IS NULL OR a.asked_at < p_before))
    ) AS f
    ORDER BY f.id DESC
    LIMIT p_most;
END
$function$;
