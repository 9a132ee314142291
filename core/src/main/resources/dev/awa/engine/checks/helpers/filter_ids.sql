-- The jobs that a filter names: by their ids, or by the unique key that one of them holds. NULL
-- when it has neither; a list without ids is refused. Index: the primary key of unique_keys.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.filter_ids(p_filter jsonb) RETURNS bigint[]
LANGUAGE plpgsql VOLATILE SET plan_cache_mode = force_generic_plan SET enable_seqscan = off
SET jit = off AS $function$
DECLARE
  v_ids  bigint[];
  v_key  text := p_filter ->> 'unique';
  v_held bigint[];
BEGIN
  IF v_key !~ '^([0-9a-f]{2})+$' THEN
    PERFORM awa.refuse_job('unique', v_key, 'must be hexadecimal digits, two for each byte');
  END IF;
  IF p_filter -> 'ids' = '[]' THEN -- who computed it wants no job, and must not get any
    PERFORM awa.refuse_job('ids', '[]', 'must be at least 1; leave it out for any job');
  END IF;
  BEGIN
    v_ids := awa.filter_list(p_filter, 'ids')::bigint[];
  EXCEPTION WHEN data_exception THEN
    PERFORM awa.refuse_job('ids', p_filter ->> 'ids', 'must be a list of ids');
  END;
  IF cardinality(v_ids) > 1000 THEN
    PERFORM awa.refuse_job('ids', format('%s ids', cardinality(v_ids)), 'must be at most 1000 ids');
  END IF;
  IF v_key IS NULL THEN
    RETURN v_ids;
  END IF;
  v_held := ARRAY(SELECT u.job_id FROM awa.unique_keys u
                  WHERE u.unique_key = decode(v_key, 'hex')
                    AND (v_ids IS NULL OR u.job_id = ANY (v_ids)));
  RETURN v_held;
END
$function$;
