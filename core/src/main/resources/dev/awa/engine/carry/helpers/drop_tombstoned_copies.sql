-- Takes back copies of runs that were cancelled after they had been copied: see awa.drop_copies.
-- The tombstones may be many, and so may the copies, so both are read once and joined by hash.
-- Answers how many.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.drop_tombstoned_copies(p_slot smallint) RETURNS bigint
LANGUAGE plpgsql VOLATILE SET enable_nestloop = off AS $function$
DECLARE
  v_tombstoned bigint;
BEGIN
  DELETE FROM awa.ready_entries e
  USING awa.ready_tombstones t
  WHERE t.slot = p_slot AND e.slot = -1
    AND e.lane = t.lane AND e.job_id = t.job_id AND e.run_no = t.run_no;
  GET DIAGNOSTICS v_tombstoned = ROW_COUNT;
  RETURN v_tombstoned;
END
$function$;
