-- Shows everybody, in pg_locks, that this transaction is a step of maintenance: 0 any, 1 a prune,
-- 2 a carry. So that who looks for those that keep a segment does not take the leader for one of
-- them. Shared, and never waited for: it keeps nobody out.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.show_step(p_step integer) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  PERFORM pg_try_advisory_xact_lock_shared(awa.step_class(), p_step);
END
$function$;
