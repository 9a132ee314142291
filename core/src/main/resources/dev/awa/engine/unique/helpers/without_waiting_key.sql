-- The ext of a job that does not wait for its time any more: a unique key that it held only while
-- it waited (awa.with_unique) is not its key from here on, also when it runs again.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.without_waiting_key(p_ext jsonb) RETURNS jsonb
LANGUAGE sql IMMUTABLE AS $function$
  SELECT CASE WHEN p_ext #> '{unique,while_waiting}' = 'true' THEN p_ext - 'unique' ELSE p_ext END;
$function$;
