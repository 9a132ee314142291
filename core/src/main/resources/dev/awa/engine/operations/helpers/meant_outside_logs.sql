-- Jobs outside of the logs that an operation may mean: in some states, of some lanes (NULL: of
-- all), with ids from p_from to below p_below; and how many rows were read. No jobs where there are
-- too many to be read at once: see awa.others_between.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.meant_outside_logs(
  p_filter awa.job_filter, p_states text[], p_lanes integer[], p_from bigint, p_below bigint,
  OUT reads bigint, OUT jobs awa.meant_job[]
)
LANGUAGE plpgsql STABLE AS $function$
DECLARE
  v_state text;
  v_some  awa.found_jobs;
BEGIN
  reads := 0;
  jobs := '{}';
  FOREACH v_state IN ARRAY p_states LOOP
    CONTINUE WHEN v_state IN ('available', 'running', 'completed');
    v_some := awa.others_between(CASE p_filter.dead_letter WHEN true THEN 'dead_letter'
                                                         WHEN false THEN 'no_dead_letter'
                                                         ELSE v_state END,
                                 p_lanes, p_filter.kind, p_from, p_below, NULL);
    reads := reads + v_some.reads;
    jobs := CASE WHEN v_some.jobs IS NOT NULL
                 THEN jobs || ARRAY(SELECT ROW(s.job_id, v_state, NULL, NULL, NULL,
                                               NULL)::awa.meant_job
                                    FROM unnest(v_some.jobs) AS s) END;
    EXIT WHEN jobs IS NULL;
  END LOOP;
END
$function$;
