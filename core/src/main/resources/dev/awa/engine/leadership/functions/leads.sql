-- Whether a lead holds: it is not over, and does not end later than it can. One that does was given
-- by another clock (a server that was ahead before a failover, a clock that was set back) and
-- nobody may be there to give it up. A second more, because a clock that is corrected a little must
-- not make two leaders.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.leads(p_lead awa.leadership) RETURNS boolean
LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
  SELECT p_lead.expires_at BETWEEN clock_timestamp()
                               AND clock_timestamp() + p_lead.lasts + interval '1 second';
$function$;
