-- The slow path of a flush, for closures that met members already closed or a claim that is not the
-- worker's: closes those members that are still open and returns the others, which are stale.
-- p_closed: the closures of the batch that are made already, by this very call; the number of a
-- flush would not tell (a rescue uses one for all). They have no nonce, so the claim is looked at
-- first: after a crash a batch may hold a forgotten claim of the same number.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.close_what_is_open(
  p_worker bigint, p_flush bigint, p_batch awa.closing[], p_closed awa.closing[]
) RETURNS awa.closing[]
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_batch awa.closing;
  v_slot  smallint;
  v_all   smallint[];
  v_open  smallint[];
  v_stale awa.closing[] := '{}';
BEGIN
  FOREACH v_batch IN ARRAY p_batch LOOP
    SELECT c.slot,
           coalesce(v_batch.ordinals,
                    ARRAY(SELECT generate_series(1, cardinality(c.members))::smallint))
    INTO v_slot, v_all
    FROM awa.claims c
    WHERE c.slot IN (v_batch.slot, -1) AND c.lane = v_batch.lane AND c.claim_no = v_batch.claim_no
      AND c.worker_id = p_worker AND c.nonce = v_batch.nonce;
    IF NOT FOUND THEN
      v_stale := v_stale || v_batch;
      CONTINUE;
    END IF;
    CONTINUE WHEN EXISTS (
      SELECT FROM unnest(p_closed) AS x
      WHERE x.lane = v_batch.lane AND x.claim_no = v_batch.claim_no
        AND x.outcome = v_batch.outcome);
    v_open := ARRAY(
      SELECT o
      FROM unnest(v_all) AS m (o)
      WHERE NOT EXISTS (SELECT FROM awa.closures d
                        WHERE d.slot = v_slot AND d.lane = v_batch.lane
                          AND d.claim_no = v_batch.claim_no
                          AND (d.ordinals IS NULL OR m.o = ANY (d.ordinals)))
      ORDER BY o);
    IF v_open <> '{}' THEN
      INSERT INTO awa.closures (slot, lane, claim_no, worker_id, flush_no, outcome, n, ordinals)
      VALUES (v_slot, v_batch.lane, v_batch.claim_no, p_worker, p_flush, v_batch.outcome,
              cardinality(v_open), v_open);
    END IF;
    v_batch.ordinals := ARRAY(SELECT o FROM unnest(v_all) AS m (o) WHERE o <> ALL (v_open));
    v_stale := v_stale || v_batch;
  END LOOP;
  RETURN v_stale;
END
$function$;
