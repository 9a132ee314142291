-- Raises AW007 when the schema can't be used as it is: see awa.unfit.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.refuse_unfit() RETURNS void
LANGUAGE plpgsql STABLE AS $function$
DECLARE
  v_unfit record;
BEGIN
  SELECT u.why, u.cure INTO v_unfit FROM awa.unfit() AS u LIMIT 1;
  IF FOUND THEN
    RAISE EXCEPTION
    USING ERRCODE = 'AW007', MESSAGE = 'the queue can''t be used: ' || v_unfit.why,
      HINT = 'To do: ' || v_unfit.cure || '.';
  END IF;
END
$function$;
