-- The runs of some lanes (NULL: of all) and one kind (NULL: any) with ids from p_from to below
-- p_below, in those slots that are read by id and those that are read by lane (awa.ways_to_runs).
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.runs_between(
  p_by_id awa.live_slots[], p_by_lane awa.live_slots[], p_lanes integer[], p_kind text,
  p_from bigint, p_below bigint
) RETURNS awa.found_jobs
LANGUAGE plpgsql STABLE AS $function$
DECLARE
  v_slots awa.live_slots;
  v_some  awa.found_jobs;
  v_all   awa.found_jobs := ROW(0, '{}');
BEGIN
  FOREACH v_slots IN ARRAY coalesce(p_by_id, '{}') LOOP
    v_some := awa.runs_by_id(v_slots, p_lanes, p_kind, p_from, p_below);
    v_all.reads := v_all.reads + v_some.reads;
    v_all.jobs := CASE WHEN v_some.jobs IS NOT NULL THEN v_all.jobs || v_some.jobs END;
    EXIT WHEN v_all.jobs IS NULL;
  END LOOP;
  FOREACH v_slots IN ARRAY coalesce(p_by_lane, '{}') LOOP
    EXIT WHEN v_all.jobs IS NULL;
    v_some := awa.runs_by_lane(v_slots.from_slot, p_lanes, p_kind, p_from, p_below);
    v_all.reads := v_all.reads + v_some.reads;
    v_all.jobs := v_all.jobs || v_some.jobs;
  END LOOP;
  RETURN v_all;
END
$function$;
