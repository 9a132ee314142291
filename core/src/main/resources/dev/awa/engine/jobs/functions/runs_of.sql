-- The runs of a job that the logs still have, the newest hundred, oldest first: when each was
-- ready, was claimed and ended, and how (awa.outcome), and the worker that had it. claimed_at is
-- NULL for a run that waits, or that was cancelled before a claim took it; closed_at for one that
-- runs. The name of a worker is known while the worker is. The claim log is locked before the
-- snapshot is taken: see awa.cursor_of. Index: ready_by_job, claims_by_lane, closures_by_claim.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.runs_of(p_job_id bigint) RETURNS TABLE (
  run_no integer, attempt integer, ready_at timestamptz, claimed_at timestamptz,
  closed_at timestamptz, outcome smallint, worker_id bigint, worker text
)
LANGUAGE plpgsql VOLATILE ROWS 10 SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET enable_bitmapscan = off
SET jit = off AS $function$
#variable_conflict use_column
BEGIN
  LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE;
  RETURN QUERY
    SELECT r.run_no, r.attempt + 1, r.ready_at, c.claimed_at, d.closed_at, d.outcome, c.worker_id,
           w.name
    FROM awa.runs_by_job(p_job_id) AS r
    CROSS JOIN LATERAL awa.claim_of(r) AS m
    LEFT JOIN awa.claims c
      ON c.slot = m.slot AND c.lane = m.lane AND c.claim_no = m.claim_no AND m.ordinal IS NOT NULL
    LEFT JOIN LATERAL (
      SELECT x.closed_at, x.outcome
      FROM awa.closures x
      WHERE x.slot = c.slot AND x.lane = c.lane AND x.claim_no = c.claim_no
        AND (x.ordinals IS NULL OR m.ordinal = ANY (x.ordinals))
      LIMIT 1) AS d ON true
    LEFT JOIN awa.workers w ON w.id = c.worker_id
    ORDER BY r.run_no;
END
$function$;
