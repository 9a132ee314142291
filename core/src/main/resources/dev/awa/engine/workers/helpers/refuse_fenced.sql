-- Raises AW002 unless the worker is alive. The caller holds the worker's lock.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.refuse_fenced(p_worker bigint) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  IF NOT EXISTS (SELECT FROM awa.workers w WHERE w.id = p_worker AND w.dead_since IS NULL) THEN
    RAISE EXCEPTION 'worker % is fenced: it was declared dead, or never registered', p_worker
      USING ERRCODE = 'AW002', HINT = 'Cancel what runs and register as a new worker.';
  END IF;
END
$function$;
