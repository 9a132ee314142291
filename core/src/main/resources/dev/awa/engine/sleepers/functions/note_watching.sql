-- Notes that whoever calls this watches its queues and looks at them now: for two seconds producers
-- rely on it (awa.is_watched), unless it is noted again. One mark for all that watch: where several
-- do, the last one speaks for them all. Always set, so a clock that was set back is made good by
-- the next call. Committed without waiting for the disk or a standby: one that watches has no time.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.note_watching() RETURNS void
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
BEGIN
  PERFORM set_config('synchronous_commit', 'off', true);
  PERFORM setval('awa.watched_until',
                 (extract(epoch FROM clock_timestamp() + interval '2 seconds') * 1000)::bigint);
END
$function$;
