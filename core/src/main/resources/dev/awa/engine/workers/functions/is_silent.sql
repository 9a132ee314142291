-- Whether a worker's last beat makes it suspect: it is older than its grace time (or its lease, if
-- that is shorter), or lies in the future: the clock has been set back, or is another server's, and
-- such a beat would not be old for as long as that.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.is_silent(p_beat_at timestamptz, p_worker awa.workers)
RETURNS boolean
LANGUAGE sql VOLATILE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
  SELECT p_beat_at NOT BETWEEN clock_timestamp() - least(p_worker.death_grace, p_worker.lease)
                           AND clock_timestamp();
$function$;
