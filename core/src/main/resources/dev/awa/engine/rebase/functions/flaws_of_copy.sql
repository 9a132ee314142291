-- What shows that the rows of this schema came here without what belongs to them, or still come: by
-- logical replication, which brings no sequences, or a dump of the data alone. One row a flaw, in
-- words; rebase: whether a rebase mends it. None where all is well. The transaction ids are a
-- matter of awa.compare_xids.
--
-- The queue may be at work meanwhile, and each statement sees more than the one before, so what
-- comes later is read later, and nothing is a false alarm. The head and the rows in a slot follow a
-- committed row of the ledger, so both are read before the ledger; all other sequences run ahead of
-- the rows, and are read after them. Rows in a slot that is not live: its TRUNCATE did not arrive
-- (publish_via_partition_root), for a writer there is refused. In a transaction that keeps its
-- snapshot the ledger may be older than any reading of a sequence: there a head that is ahead of
-- the ledger is no flaw. The claim log is locked first, which keeps a prune out: see awa.cursor_of.
-- Index: ready_by_lane, claims_by_lane, one probe a slot.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.flaws_of_copy() RETURNS TABLE (flaw text, rebase boolean)
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET enable_bitmapscan = off SET jit = off AS $function$
DECLARE
  v_early bigint := CASE WHEN current_setting('transaction_isolation')
                              NOT IN ('repeatable read', 'serializable')
                         THEN pg_sequence_last_value('awa.ring_head') END;
  v_newest bigint;
  v_oldest bigint;
  v_tail bigint;
  v_head bigint;
  v_job  bigint;
  v_lane integer;
  v_last bigint;
  v_name text;
  v_full smallint[] := '{}';
BEGIN
  LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE;
  FOR v_slot IN 0 .. 15 LOOP
    IF EXISTS (SELECT FROM awa.claims c WHERE c.slot = v_slot)
       OR EXISTS (SELECT FROM awa.ready_entries e WHERE e.slot = v_slot) THEN
      v_full := v_full || v_slot::smallint;
    END IF;
  END LOOP;
  v_newest := (SELECT r.gen FROM awa.ring r ORDER BY r.gen DESC LIMIT 1);
  IF v_newest IS NULL THEN
    RETURN QUERY SELECT 'the ledger of the ring is empty: its rows are to come first', false;
    RETURN;
  END IF;
  v_oldest := awa.tail_gen();
  v_tail := pg_sequence_last_value('awa.ring_tail');
  v_head := pg_sequence_last_value('awa.ring_head');
  IF coalesce(v_early > v_newest, false)
     OR coalesce(v_head < greatest(v_oldest, v_tail) OR v_tail < v_oldest, true) THEN
    flaw := format('the ring goes from generation %s to %s, and its sequences ring_tail and '
                   'ring_head say %s and %s',
                   v_oldest, v_newest, coalesce(v_tail::text, 'nothing'),
                   coalesce(v_head::text, 'nothing'));
    rebase := true;
    RETURN NEXT;
  END IF;

  v_job := greatest((SELECT s.job_id_high_water FROM awa.storage_state s),
                    (SELECT d.job_id FROM awa.deferred_jobs d ORDER BY d.job_id DESC LIMIT 1),
                    (SELECT t.job_id FROM awa.finished_jobs t ORDER BY t.job_id DESC LIMIT 1),
                    (SELECT q.job_id FROM awa.dead_letters q ORDER BY q.job_id DESC LIMIT 1));
  v_last := coalesce(pg_sequence_last_value('awa.job_id_seq'), 0);
  IF v_job > v_last THEN
    flaw := format('job %s is there, and the sequence job_id_seq has given out no more than %s',
                   v_job, v_last);
    rebase := true;
    RETURN NEXT;
  END IF;
  v_lane := (SELECT l.lane FROM awa.lanes l ORDER BY l.lane DESC LIMIT 1);
  v_last := coalesce(pg_sequence_last_value('awa.lanes_lane_seq'), 0);
  IF v_lane > v_last THEN
    flaw := format('lane %s is there, and the sequence lanes_lane_seq has given out no more '
                   'than %s', v_lane, v_last);
    rebase := true;
    RETURN NEXT;
  END IF;

  FOR v_name IN
    SELECT DISTINCT s.subname::text
    FROM pg_subscription s
    JOIN pg_subscription_rel x ON x.srsubid = s.oid
    JOIN pg_class c ON c.oid = x.srrelid
    JOIN pg_class o ON o.oid = 'awa.ring'::regclass AND o.relnamespace = c.relnamespace
    WHERE s.subenabled
  LOOP
    flaw := format('the subscription %I writes to its tables; end it first: '
                   'ALTER SUBSCRIPTION %I DISABLE', v_name, v_name);
    rebase := false;
    RETURN NEXT;
  END LOOP;

  v_full := (SELECT coalesce(array_agg(f.slot ORDER BY f.slot), '{}')
             FROM unnest(v_full) AS f (slot)
             WHERE NOT EXISTS (
               SELECT FROM generate_series(v_oldest, greatest(v_newest, v_head)) AS g (gen)
               WHERE g.gen % 16 = f.slot));
  IF v_full <> '{}' THEN
    flaw := format('slots %s were emptied at the publisher and still hold rows: its TRUNCATE '
                   'did not arrive. Publish without publish_via_partition_root, and make the '
                   'copy anew',
                   array_to_string(v_full, ', '));
    rebase := false;
    RETURN NEXT;
  END IF;
END
$function$;
