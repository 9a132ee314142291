-- Tells the promoter of a job that is due before it looks again by itself: it rests for a second at
-- most (awa.promote). It counts as a sleeper of the queue without a name, and is notified under the
-- same rule as workers are: once a transaction, only while it sleeps.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.wake_promoter(p_run_at timestamptz) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  IF p_run_at < clock_timestamp() + interval '1 second' THEN
    PERFORM awa.wake('');
  END IF;
END
$function$;
