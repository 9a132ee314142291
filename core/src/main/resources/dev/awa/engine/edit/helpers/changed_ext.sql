-- The ext of a job with a change: where it gets other arguments, their form is that of the new ones
-- (see ArgsForm), and nothing of it is unreadable any more.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.changed_ext(p_ext jsonb, p_change awa.job_change) RETURNS jsonb
LANGUAGE sql IMMUTABLE AS $function$
  SELECT CASE WHEN p_change.args IS NULL THEN p_ext
              ELSE p_ext - '{version,encrypted,unreadable}'::text[]
                   || coalesce(p_change.form, '{}') END;
$function$;
