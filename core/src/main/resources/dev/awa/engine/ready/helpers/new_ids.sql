-- Ids for new jobs.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.new_ids(p_n integer) RETURNS bigint[]
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  RETURN ARRAY(SELECT nextval('awa.job_id_seq') FROM generate_series(1, p_n));
END
$function$;
