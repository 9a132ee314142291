-- A filter that means the same jobs whenever it is read: spans of time are times, and the job that
-- holds a unique key now is named by its id (0, which no job has, where none holds it).
-- For: operator.
CREATE OR REPLACE FUNCTION awa.fixed_filter(p_filter jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_filter awa.job_filter := awa.read_filter(p_filter - 'all');
  v_fixed  jsonb := p_filter - 'all';
BEGIN
  v_fixed := v_fixed || jsonb_strip_nulls(jsonb_build_object(
    'created_after', v_filter.created_after, 'created_before', v_filter.created_before,
    'finished_after', v_filter.finished_after, 'finished_before', v_filter.finished_before));
  IF v_fixed ->> 'unique' IS NOT NULL THEN
    v_fixed := v_fixed - 'unique'
               || jsonb_build_object('ids', coalesce(nullif(v_filter.ids, '{}'), '{0}'));
  END IF;
  RETURN jsonb_strip_nulls(v_fixed);
END
$function$;
