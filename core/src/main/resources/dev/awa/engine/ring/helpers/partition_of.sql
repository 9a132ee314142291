-- The name of a log's partition, as it is written in SQL.
-- For: producer, reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.partition_of(p_log text, p_slot smallint) RETURNS text
LANGUAGE sql STABLE AS $function$
  SELECT format('%s', (format('%I.%I', n.nspname, p_log || '_' || p_slot))::regclass)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE c.oid = 'awa.ready_entries'::regclass;
$function$;
