-- Lets writers use the newest generation of the ledger. Called after the rotation is committed, and
-- now and then by maintenance, in case a leader died in between. Two at once take turns: a late one
-- must not turn the head back, behind the tail, where a claim would be written and never be seen.
-- Raises the high-water mark of the transaction ids on the way.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.publish_head() RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp
SET jit = off SET lock_timeout = '2s' AS $function$
DECLARE
  v_head bigint := awa.head_gen(); -- once, not for each row of the ledger
BEGIN
  IF EXISTS (SELECT FROM awa.ring r WHERE r.gen > v_head) THEN
    LOCK TABLE awa.ring IN SHARE ROW EXCLUSIVE MODE;
    PERFORM setval('awa.ring_head', n.gen)
    FROM (SELECT r.gen FROM awa.ring r ORDER BY r.gen DESC LIMIT 1) AS n
    WHERE n.gen > awa.head_gen();
  END IF;
  PERFORM awa.raise_high_water();
END
$function$;
