-- What a COPY of p_n jobs into the ready log needs beforehand: the slot to write to, an id a job, and the
-- lane of each (queue, priority, ordering key) that occurs. Call it in the transaction of the COPY.
CREATE OR REPLACE FUNCTION awa.reserve(p_n integer, p_queues text[], p_priorities smallint[], p_keys text[])
RETURNS TABLE (slot smallint, lanes integer[], ids bigint[])
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $function$
BEGIN
  RETURN QUERY SELECT awa.current_slot(), awa.lanes_of(p_queues, p_priorities, p_keys),
                      ARRAY(SELECT nextval('awa.job_id_seq') FROM generate_series(1, p_n));
END
$function$;
