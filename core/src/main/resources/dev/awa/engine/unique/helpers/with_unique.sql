-- A job's ext with its unique key and the terminal states in which the key stays held.
-- while_waiting: the key is let go as soon as the job does not wait for its time any more. So it is
-- where the rule replaces and holds the key in no finished state: then whatever comes later is a
-- job of its own.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.with_unique(p_ext json, p_key bytea, p_rule jsonb) RETURNS json
LANGUAGE sql IMMUTABLE SET search_path = pg_catalog, pg_temp AS $function$
  SELECT (p_ext::jsonb || jsonb_build_object('unique',
            jsonb_build_object('key', encode(p_key, 'hex'),
                               'hold', coalesce(p_rule -> 'hold', '[]'))
            || CASE WHEN p_rule ->> 'on_conflict' = 'replace'
                         AND coalesce(p_rule -> 'hold', '[]') = '[]'
                    THEN '{"while_waiting": true}' ELSE '{}' END::jsonb))::json;
$function$;
