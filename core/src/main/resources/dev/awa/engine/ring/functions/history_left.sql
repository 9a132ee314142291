-- For how much longer the history of a generation is kept: counted from the moment when it stopped
-- being the current one, which is no later than any later generation was opened (a clock may have
-- been ahead when the next one was); not at all while the logs are larger than keep_bytes, which is
-- without their indexes. For how long is said by the queues that have claims in it
-- (awa.keep_completed), else by the storage. NULL for the current one.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.history_left(p_gen bigint) RETURNS interval
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
DECLARE
  v_kept  interval;
  v_left  interval;
  v_bytes bigint;
BEGIN
  SELECT s.keep_history, s.keep_bytes INTO v_kept, v_bytes FROM awa.storage_state s;
  SELECT min(n.rotated_at) + awa.keep_completed((p_gen % 16)::smallint, v_kept) - clock_timestamp()
  INTO v_left
  FROM awa.ring n
  WHERE n.gen > p_gen;
  IF v_left > interval '0'
     AND v_bytes < (SELECT sum(awa.slot_bytes((g.gen % 16)::smallint))
                    FROM awa.ring g
                    WHERE g.gen >= awa.tail_gen()) THEN
    v_left := interval '0';
  END IF;
  RETURN v_left;
END
$function$;
