-- Raises AW005 when a call arrives after it was settled: its worker has been told what became of
-- it, and that is final.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.refuse_settled(p_worker bigint, p_call bigint, p_settled bigint)
RETURNS void
LANGUAGE plpgsql IMMUTABLE AS $function$
BEGIN
  IF p_call <= p_settled THEN
    RAISE EXCEPTION 'call % of worker % was settled before it arrived', p_call, p_worker
    USING ERRCODE = 'AW005';
  END IF;
END
$function$;
