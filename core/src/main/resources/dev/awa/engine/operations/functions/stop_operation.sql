-- Stops an operation: what it has done stays done, and it does nothing more. Answers 'stopped',
-- 'ended' (it had ended before), or 'unknown' (there is no such operation, or its 90 days are
-- over). Waits for the chunk that is at work, for 2 s at most (55P03). stopped_by: who stops it, 1
-- to 200 characters (AW001).
-- For: operator.
CREATE OR REPLACE FUNCTION awa.stop_operation(operation_id bigint, stopped_by text) RETURNS text
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET jit = off SET lock_timeout = '2s' AS $function$
#variable_conflict use_variable
BEGIN
  PERFORM awa.check_name('by', stopped_by);
  UPDATE awa.operations o
  SET ended_at = clock_timestamp(), stopped_by = stopped_by
  WHERE o.id = operation_id AND o.ended_at IS NULL;
  RETURN CASE WHEN FOUND THEN 'stopped'
              WHEN EXISTS (SELECT FROM awa.operations o WHERE o.id = operation_id) THEN 'ended'
              ELSE 'unknown' END;
END
$function$;
