-- Whether some worker may still have runs or claims of a slot in hand: it has not announced since
-- the snapshot, or has announced that it holds the slot. Dead workers hold everything until they
-- are rescued.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.is_held(p_slot smallint, p_drained pg_snapshot) RETURNS boolean
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  RETURN EXISTS (SELECT FROM awa.workers w WHERE w.dead_since IS NOT NULL)
      OR EXISTS (SELECT FROM awa.beats b
                 WHERE b.announced_epoch < awa.epoch_of(p_drained) OR p_slot = ANY (b.held_slots));
END
$function$;
