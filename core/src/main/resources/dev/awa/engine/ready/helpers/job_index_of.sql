-- The block-range index by job id of a partition of the ready log.
-- For: migrator.
CREATE OR REPLACE FUNCTION awa.job_index_of(p_slot smallint) RETURNS regclass
LANGUAGE sql STABLE AS $function$
  SELECT i.inhrelid::regclass
  FROM pg_inherits i JOIN pg_index x ON x.indexrelid = i.inhrelid
  WHERE i.inhparent = 'awa.ready_by_job'::regclass
    AND x.indrelid = awa.partition_of('ready_entries', p_slot)::regclass;
$function$;
