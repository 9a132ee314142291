-- Raises AW004 unless the worker still leads in this term. Every maintenance step begins with it;
-- every step is safe all the same when two workers believe that they lead. Shows that it is one
-- (awa.show_step).
-- For: worker.
CREATE OR REPLACE FUNCTION awa.refuse_stale_leader(p_leader bigint, p_term bigint) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  IF NOT EXISTS (SELECT FROM awa.leadership l WHERE l.worker_id = p_leader AND l.term = p_term) THEN
    RAISE EXCEPTION 'worker % does not lead in term % any more', p_leader, p_term
    USING ERRCODE = 'AW004';
  END IF;
  PERFORM awa.show_step(0);
END
$function$;
