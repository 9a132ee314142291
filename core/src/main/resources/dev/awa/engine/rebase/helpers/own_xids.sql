-- As many transaction ids as are asked for, ascending, all of them this transaction's own: the
-- first is its own id, the others are those of subtransactions. What is written under them is seen
-- by others when this transaction commits.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.own_xids(p_n bigint) RETURNS xid8[]
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_top bigint := pg_current_xact_id()::text::bigint;
BEGIN
  DROP TABLE IF EXISTS pg_temp.awa_own_xids;
  CREATE TEMP TABLE awa_own_xids (i bigint) ON COMMIT DROP;
  FOR v_i IN 2..p_n LOOP
    BEGIN
      INSERT INTO pg_temp.awa_own_xids (i) VALUES (v_i); -- its xmin is the id of this block
    EXCEPTION WHEN division_by_zero THEN
      RAISE; -- never: a block with a handler is a subtransaction
    END;
  END LOOP;
  RETURN pg_current_xact_id() || ARRAY(
    SELECT (v_top
            + ((x.xmin::text::bigint - v_top % 4294967296 + 4294967296) % 4294967296))::text::xid8
    FROM pg_temp.awa_own_xids x
    ORDER BY x.i);
END
$function$;
