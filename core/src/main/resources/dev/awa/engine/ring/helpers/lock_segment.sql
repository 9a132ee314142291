-- Locks the claim log and the partitions of a slot against everybody, in the order of a claim;
-- false when somebody uses them and does not let go in time. The claim log itself, because a claim
-- must not see one half of a prune.
--
-- p_patience: how long to wait; zero for not at all. Everybody queues up behind a lock that is
-- waited for. So nobody waits for a transaction that stays open (awa.long_holders), only for claims
-- and flushes at work, and only for the claim log: they all begin with it.
--
-- Somebody uses them: the lock can't be had at once or in time (55P03), or whoever has it waits for
-- this transaction (40P01). Nothing else is caught.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.lock_segment(p_slot smallint, p_patience interval) RETURNS boolean
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_relation regclass;
  v_before   text := current_setting('lock_timeout');
  v_nowait   text := 'NOWAIT';
BEGIN
  IF p_patience > interval '0' THEN
    IF EXISTS (SELECT FROM awa.long_holders(p_slot, p_patience)) THEN
      RETURN false;
    END IF;
    v_nowait := '';
  END IF;
  PERFORM set_config('lock_timeout', (extract(epoch FROM p_patience) * 1000)::integer::text, true);
  FOREACH v_relation IN ARRAY awa.relations_of(p_slot) LOOP
    EXECUTE format('LOCK TABLE ONLY %s IN ACCESS EXCLUSIVE MODE %s', v_relation, v_nowait);
    v_nowait := 'NOWAIT';
  END LOOP;
  PERFORM set_config('lock_timeout', v_before, true);
  RETURN true;
EXCEPTION WHEN lock_not_available OR deadlock_detected THEN
  RETURN false;
END
$function$;
