-- Takes the unique keys of a batch, as awa.hold_unique_keys does; but none at all when one is
-- refused to a job that insists on it. Then a subtransaction takes the others back, so nobody waits
-- for keys that the caller's transaction does not hold. Answers who holds each key, or would: the
-- same in both cases.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.hold_all_or_none(
  p_ids bigint[], p_keys bytea[], p_uniques jsonb[]
) RETURNS bigint[]
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_owners bigint[];
BEGIN
  IF NOT EXISTS (SELECT FROM unnest(p_uniques) AS u (rule)
                 WHERE rule ->> 'on_conflict' = 'fail') THEN
    RETURN awa.hold_unique_keys(p_ids, p_keys, p_uniques);
  END IF;
  BEGIN
    v_owners := awa.hold_unique_keys(p_ids, p_keys, p_uniques);
    IF awa.is_refused(p_ids, v_owners, p_uniques) THEN
      RAISE EXCEPTION 'refused' USING ERRCODE = 'AW003';
    END IF;
  EXCEPTION WHEN SQLSTATE 'AW003' THEN
    NULL; -- what was taken is taken back
  END;
  RETURN v_owners;
END
$function$;
