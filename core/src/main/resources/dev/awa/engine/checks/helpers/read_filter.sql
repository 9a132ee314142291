-- Reads which jobs are meant: a JSON object with any of the fields
--   state: a state, or dead_letter; queue, kind, reason: a text; tags: texts that a job has all of;
--   priority: 1 to 4, as it was given; ordering_key: a text;
--   error: a text that stands in one of its errors, in upper or lower case;
--   args: objects {"path": ["customer", "id"], "value": "7"}; ids: 1 to 1000 ids;
--   unique: the key of the job that holds it, as hexadecimal digits;
--   created_after, created_before, finished_after, finished_before: a time, or a text like
--   '-7200 seconds': so long ago by the clock of the database.
-- A field that is missing or null means any. Refuses what it does not know, and a queue, kind, tag
-- or state that nothing can have, with AW001, in the words in which a job is refused.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.read_filter(p_filter jsonb) RETURNS awa.job_filter
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  c_fields CONSTANT text[] := '{state,queue,kind,priority,ordering_key,tags,reason,error,args,'
                              'ids,unique,created_after,created_before,finished_after,'
                              'finished_before}';
  v_filter awa.job_filter;
  v_field  text;
BEGIN
  IF jsonb_typeof(p_filter) IS DISTINCT FROM 'object' THEN
    PERFORM awa.refuse_job('filter', p_filter::text, 'must be a JSON object');
  END IF;
  FOR v_field IN SELECT k FROM jsonb_object_keys(p_filter) AS k WHERE k <> ALL (c_fields) LOOP
    PERFORM awa.refuse_job('filter', v_field, 'must have only the fields '
                                              || array_to_string(c_fields, ', '));
  END LOOP;
  v_filter.dead_letter := nullif(p_filter ->> 'state' = 'dead_letter', false);
  v_filter.state := CASE WHEN v_filter.dead_letter THEN 'failed' ELSE p_filter ->> 'state' END;
  v_filter.queue := p_filter ->> 'queue';
  v_filter.kind := p_filter ->> 'kind';
  v_filter.reason := p_filter ->> 'reason';
  v_filter.error := lower(p_filter ->> 'error');
  PERFORM awa.check_filter(v_filter.state, v_filter.queue, v_filter.kind);
  IF p_filter ->> 'priority' !~ '^[1-4]$' THEN
    PERFORM awa.refuse_job('priority', p_filter ->> 'priority', 'must be 1 to 4');
  END IF;
  v_filter.priority := (p_filter ->> 'priority')::smallint;
  v_filter.ordering_key := p_filter ->> 'ordering_key';
  IF v_filter.ordering_key IS NOT NULL THEN
    PERFORM awa.check_name('ordering_key', v_filter.ordering_key);
  END IF;
  v_filter.tags := awa.filter_list(p_filter, 'tags');
  v_filter.args := awa.filter_args(p_filter);
  v_filter.created_after := awa.filter_time(p_filter, 'created_after');
  v_filter.created_before := awa.filter_time(p_filter, 'created_before');
  v_filter.finished_after := awa.filter_time(p_filter, 'finished_after');
  v_filter.finished_before := awa.filter_time(p_filter, 'finished_before');
  v_filter.ids := awa.filter_ids(p_filter);
  v_filter.looks := v_filter.tags IS NOT NULL OR v_filter.args IS NOT NULL
    OR v_filter.priority IS NOT NULL
    OR coalesce(v_filter.reason, v_filter.error, v_filter.ordering_key) IS NOT NULL
    OR coalesce(v_filter.created_after, v_filter.created_before, v_filter.finished_after,
                v_filter.finished_before) IS NOT NULL;
  RETURN v_filter;
END
$function$;
