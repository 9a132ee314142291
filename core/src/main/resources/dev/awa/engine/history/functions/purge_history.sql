-- Deletes up to p_limit cancelled and failed jobs, and as many dead letters, that have been kept
-- for their time, and lets go of the unique keys that they still hold. Answers how many. The time
-- is the queue's where it has one of its own, else the storage's. Also deletes what was said of
-- queues and kinds and is no longer said since 30 days.
--
-- Where no queue has one of its own, the oldest are at the head of an index, and the turn reads
-- what it deletes. Else what one queue keeps for long lies before what another is rid of: so each
-- lane is asked for its oldest, one probe a lane and table. Index: finished_by_time,
-- dead_letters_by_time; finished_by_lane_and_time, dead_letters_by_lane_and_time.
CREATE OR REPLACE FUNCTION awa.purge_history(p_leader bigint, p_term bigint, p_limit integer)
RETURNS bigint
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp
SET jit = off SET lock_timeout = '2s' AS $function$
DECLARE
  v_finished bigint[];
  v_dead     bigint[];
BEGIN
  PERFORM awa.refuse_stale_leader(p_leader, p_term);
  IF EXISTS (SELECT FROM awa.queues q
             WHERE q.keep_failed IS NOT NULL OR q.keep_dead_letters IS NOT NULL) THEN
    v_finished := awa.old_finished_by_lane(p_limit);
    v_dead := awa.old_dead_letters_by_lane(p_limit);
  ELSE
    v_finished := awa.old_finished(p_limit);
    v_dead := awa.old_dead_letters(p_limit);
  END IF;
  DELETE FROM awa.descriptors d WHERE d.seen_at < clock_timestamp() - interval '30 days';
  RETURN awa.delete_kept(v_finished, v_dead);
END
$function$;
