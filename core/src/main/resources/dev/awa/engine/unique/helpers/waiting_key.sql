-- The unique key that a job holds only while it waits for its time (awa.with_unique); NULL when it
-- has none like that. Most have none, so the text is asked before it is read.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.waiting_key(p_ext json) RETURNS bytea
LANGUAGE sql IMMUTABLE AS $function$
  SELECT CASE WHEN p_ext::text LIKE '%"while_waiting"%'
                   AND awa.as_object(p_ext) #> '{unique,while_waiting}' = 'true'
              THEN awa.key_of(p_ext) END;
$function$;
