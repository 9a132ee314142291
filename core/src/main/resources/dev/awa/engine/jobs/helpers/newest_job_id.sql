-- The highest job id that was given out so far; 0 before the first. Raises 42501 where this role
-- may not read the sequence: pg_sequence_last_value answers NULL then (from 17 on), as it does
-- before the first id.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.newest_job_id() RETURNS bigint
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
DECLARE
  v_newest bigint := pg_sequence_last_value('awa.job_id_seq');
BEGIN
  IF v_newest IS NULL THEN
    v_newest := (SELECT CASE WHEN s.is_called THEN s.last_value ELSE 0 END FROM awa.job_id_seq s);
  END IF;
  RETURN v_newest;
END
$function$;
