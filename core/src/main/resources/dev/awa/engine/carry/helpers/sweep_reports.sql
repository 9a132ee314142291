-- Deletes carried reports that nobody needs any more: of runs that are not open, or which a newer
-- one has made useless. Answers how many.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.sweep_reports(p_limit integer) RETURNS bigint
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_swept bigint;
BEGIN
  DELETE FROM awa.attempt_outputs o
  WHERE o.slot = -1 AND o.ctid = ANY (ARRAY(
    SELECT x.ctid
    FROM awa.attempt_outputs x
    WHERE x.slot = -1 AND x.claim_no IS NOT NULL
      AND NOT (awa.is_open_member(x.claim_slot, x.lane, x.claim_no, x.ordinal)
               AND awa.is_newest_report(x.job_id, x.run_no, x.seq, x.checkpoint IS NOT NULL,
                                        x.percent IS NOT NULL))
    LIMIT p_limit));
  GET DIAGNOSTICS v_swept = ROW_COUNT;
  RETURN v_swept;
END
$function$;
