-- Splits a queue into p_stripes stripes, 1 to 64, which are claimed from independently of each
-- other; 1 makes it whole again. Jobs that are enqueued from the commit on go by the new number;
-- those that wait stay in their lanes, which are claimed like the others, whatever the number is.
-- So jobs of one ordering key are claimed in order as far as they were enqueued under one number.
-- Refuses a name or a number that is none (AW001). Waits for somebody who changes the policy of the
-- queue in a transaction that is open, for 2 s at most (55P03); producers and workers wait for
-- nobody.
CREATE OR REPLACE FUNCTION awa.split(p_queue text, p_stripes integer) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET jit = off SET lock_timeout = '2s' AS $function$
BEGIN
  PERFORM awa.check_name('queue', p_queue);
  PERFORM awa.check_number('stripes', p_stripes, 64);
  INSERT INTO awa.queues (name, stripes)
  VALUES (p_queue, p_stripes)
  ON CONFLICT (name) DO UPDATE SET stripes = EXCLUDED.stripes;
EXCEPTION WHEN lock_not_available THEN
  PERFORM awa.refuse_used(format('the policy of queue "%s" is', p_queue),
    awa.users_of(ARRAY['awa.queues'], '{AccessShareLock}'));
END
$function$;
