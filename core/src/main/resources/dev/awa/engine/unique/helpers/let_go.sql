-- Lets go of unique keys whose rows the caller has locked. Answers how many.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.let_go(p_keys bytea[]) RETURNS bigint
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_gone bigint;
BEGIN
  DELETE FROM awa.unique_keys u WHERE u.unique_key = ANY (p_keys);
  GET DIAGNOSTICS v_gone = ROW_COUNT;
  RETURN v_gone;
END
$function$;
