-- A change that says the same whenever it is read: a delay is a time.
-- For: operator.
CREATE OR REPLACE FUNCTION awa.fixed_change(p_change jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  RETURN jsonb_strip_nulls(p_change - 'delay' || jsonb_build_object(
    'run_at', (awa.read_change(p_change, NULL)).run_at));
END
$function$;
