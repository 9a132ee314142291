-- Deletes up to p_limit cancelled and failed jobs, and as many dead letters, that have been kept
-- for their time, and lets go of the unique keys that they still hold. Answers how many, and how
-- many of them were dead letters. The time is the kind's where it has one of its own, else the
-- queue's, else the storage's. Also deletes what was said of queues and kinds and is no longer said
-- since 30 days, operations that ended 90 days ago, what the audit has kept for its time, and after
-- the same time what was changed of schedules that were deleted.
--
-- Where no queue and no kind has one of its own, the oldest are at the head of an index, and the
-- turn reads what it deletes. Else what one keeps for long lies before what another is rid of: so
-- each kind in each lane is asked for its oldest. Index: finished_by_time, dead_letters_by_time;
-- finished_by_lane_and_kind, dead_letters_by_lane_and_kind; operations_by_end, audit_by_time,
-- setting_changes_of_deleted.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.purge_history(p_leader bigint, p_term bigint, p_limit integer)
RETURNS TABLE (jobs bigint, dead_letters bigint)
LANGUAGE plpgsql VOLATILE ROWS 1 SET search_path = pg_catalog, pg_temp
SET jit = off SET lock_timeout = '2s' AS $function$
DECLARE
  v_finished bigint[];
  v_dead     bigint[];
  v_audited  timestamptz := clock_timestamp()
                            - (SELECT s.keep_audit FROM awa.storage_state s);
BEGIN
  PERFORM awa.refuse_stale_leader(p_leader, p_term);
  IF EXISTS (SELECT FROM awa.kinds k
             WHERE k.keep_failed IS NOT NULL OR k.keep_dead_letters IS NOT NULL)
     OR EXISTS (SELECT FROM awa.queues q
                WHERE q.keep_failed IS NOT NULL OR q.keep_dead_letters IS NOT NULL) THEN
    v_finished := awa.old_finished_by_kind(p_limit);
    v_dead := awa.old_dead_letters_by_kind(p_limit);
  ELSE
    v_finished := awa.old_finished(p_limit);
    v_dead := awa.old_dead_letters(p_limit);
  END IF;
  DELETE FROM awa.descriptors d WHERE d.seen_at < clock_timestamp() - interval '30 days';
  DELETE FROM awa.operations o
  WHERE o.id = ANY (ARRAY(SELECT x.id
                          FROM awa.operations x
                          WHERE x.ended_at < clock_timestamp() - interval '90 days'
                          ORDER BY x.ended_at
                          LIMIT p_limit));
  DELETE FROM awa.audit a
  WHERE a.id = ANY (ARRAY(SELECT x.id
                          FROM awa.audit x
                          WHERE x.asked_at < v_audited
                          ORDER BY x.asked_at
                          LIMIT p_limit));
  jobs := awa.delete_kept(v_finished, v_dead);
  -- last: whoever fires a schedule by hand has unique keys first
  DELETE FROM awa.setting_changes h
  USING (SELECT x.what, x.name, x.change_no
         FROM awa.setting_changes d
         JOIN awa.setting_changes x ON x.what = d.what AND x.name = d.name
                                       AND x.change_no <= d.change_no
         WHERE d.setting = 'deleted' AND d.changed_at < v_audited
         -- each deletion after what was before it
         ORDER BY d.changed_at, x.name, x.change_no
         LIMIT p_limit) AS o
  WHERE h.what = o.what AND h.name = o.name AND h.change_no = o.change_no;
  dead_letters := cardinality(v_dead);
  RETURN NEXT;
END
$function$;
