-- Brings the block-range indexes of the ready log up to date, from which jobs are found by id: vacuum would do it, but
-- there is none on these partitions. Cheap where nothing was added. Answers how many ranges were new.
CREATE OR REPLACE FUNCTION awa.summarize() RETURNS bigint
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp AS $function$
BEGIN
  RETURN (SELECT sum(brin_summarize_new_values(i.inhrelid))
          FROM pg_inherits i
          WHERE i.inhparent = 'awa.ready_by_job'::regclass);
END
$function$;
