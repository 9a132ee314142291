-- Refuses metadata that is not a JSON object, or not good as JSON.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.check_metadata(p_metadata json) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  PERFORM awa.check_json('metadata', p_metadata, 65536);
  IF json_typeof(p_metadata) <> 'object' THEN
    PERFORM awa.refuse_job('metadata', p_metadata::text, 'must be a JSON object');
  END IF;
END
$function$;
