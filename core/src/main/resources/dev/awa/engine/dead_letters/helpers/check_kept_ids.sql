-- Refuses a list of ids that is too long for one call.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.check_kept_ids(p_ids bigint[]) RETURNS void
LANGUAGE plpgsql IMMUTABLE AS $function$
BEGIN
  IF cardinality(p_ids) > 1000 THEN
    RAISE EXCEPTION 'job_ids: must be at most 1000 ids, got %', cardinality(p_ids)
      USING ERRCODE = 'invalid_parameter_value';
  END IF;
END
$function$;
