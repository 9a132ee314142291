-- Takes a unique key for a job, unless another holds it; answers the holder's id. Waits while an
-- open transaction has taken the key or lets go of it. With p_replaces the holder, where it waits
-- for its time, is locked too: it is still waiting when the caller replaces it. Waits while an open
-- transaction replaces it.
--
-- The caller's snapshot may be old (REPEATABLE READ, SERIALIZABLE): it may show a holder that has
-- let go since, and no newer one. So whether the key is free is the unique index's to say, which
-- knows the newest truth, and who took it here is told by RETURNING. A snapshot is only asked who
-- the other holder is. The server has refused by then when the snapshot does not see it; should the
-- snapshot show nobody, or two of whom only one can hold it, it is too old to tell: 40001. So does
-- the server refuse to lock a holder that was changed since.
--
-- Otherwise a key that is let go between our conflict and our look, or our lock, is tried again: a
-- job that does not wait any more has let its key go as it ceased to, or holds it on. Index: its
-- key.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.hold_unique_key(
  p_key bytea, p_id bigint, p_let_go_at timestamptz, p_replaces boolean
) RETURNS bigint
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_holders bigint[];
  v_waits   boolean;
BEGIN
  LOOP
    INSERT INTO awa.unique_keys (unique_key, job_id, let_go_at)
    VALUES (p_key, p_id, p_let_go_at)
    ON CONFLICT DO NOTHING;
    IF FOUND THEN
      RETURN p_id;
    END IF;
    v_holders := ARRAY(SELECT u.job_id FROM awa.unique_keys u WHERE u.unique_key = p_key);
    IF cardinality(v_holders) = 1 THEN
      v_waits := p_replaces AND awa.lock_waiting(p_key, v_holders[1]);
      -- a statement of its own, whose snapshot is newer than what was waited for
      IF NOT p_replaces OR v_waits
         OR EXISTS (SELECT FROM awa.unique_keys u
                    WHERE u.unique_key = p_key AND u.job_id = v_holders[1]) THEN
        RETURN v_holders[1];
      END IF;
    END IF;
    IF current_setting('transaction_isolation') IN ('repeatable read', 'serializable') THEN
      RAISE EXCEPTION 'who holds a unique key was changed since the snapshot of this transaction'
        USING ERRCODE = 'serialization_failure', HINT = 'Run the transaction again.';
    END IF;
  END LOOP;
END
$function$;
