-- Deletes the carried rows of runs whose claims have ended and are about to go: without their claim
-- nothing would tell that the runs have ended, and awa.jobs would show them as available. p_claims:
-- claims that have no open member. Index: see awa.carried_runs_of.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.sweep_runs_of(p_claims awa.slot_claim[]) RETURNS bigint
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_swept bigint;
BEGIN
  IF p_claims = '{}' THEN
    RETURN 0;
  END IF;
  DELETE FROM awa.ready_entries e
  WHERE e.slot = -1
    AND e.ctid = ANY (ARRAY(SELECT r.row_id FROM awa.carried_runs_of(p_claims) AS r));
  GET DIAGNOSTICS v_swept = ROW_COUNT;
  RETURN v_swept;
END
$function$;
