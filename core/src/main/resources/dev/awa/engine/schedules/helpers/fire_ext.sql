-- What the job of a fire carries beside its arguments: what its schedule carries, as it was
-- written, and which fire it is.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.fire_ext(p_ext json, p_facts json) RETURNS json
LANGUAGE sql STABLE AS $function$
  SELECT format('%s"schedule":%s}',
                CASE WHEN p_ext::text = '{}' THEN '{'
                     ELSE left(rtrim(p_ext::text), -1) || ',' END,
                p_facts::text)::json;
$function$;
