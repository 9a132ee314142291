-- The jobs of a queue, and maybe of one kind, that run now. What it costs follows what is open: for
-- all kinds the claims tell, and no run is read; for one kind their runs are. See awa.open_members
-- and awa.open_claims_of.
-- For: operator.
CREATE OR REPLACE FUNCTION awa.running_jobs(p_queue text, p_kind text) RETURNS SETOF bigint
LANGUAGE plpgsql VOLATILE ROWS 100 SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
DECLARE
  v_slots awa.live_slots;
BEGIN
  LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE; -- see awa.cursor_of
  v_slots := awa.live_slots();
  IF p_kind IS NULL THEN
    RETURN QUERY
      SELECT m.job_id
      FROM unnest(awa.open_members(ARRAY(SELECT l.lane
                                         FROM awa.lanes l
                                         WHERE l.queue = p_queue))) AS m;
  ELSE
    RETURN QUERY
      SELECT r.job_id
      FROM awa.lanes l
      CROSS JOIN LATERAL awa.open_claims_of(l.lane, v_slots, 0, NULL) AS c
      CROSS JOIN LATERAL awa.open_runs_of(c, v_slots) AS r
      WHERE l.queue = p_queue AND r.kind = p_kind;
  END IF;
END
$function$;
