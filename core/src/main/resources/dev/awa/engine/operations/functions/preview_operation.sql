-- A page of the jobs that an operation would treat (awa.submit_operation, which refuses the same),
-- lowest ids first, after an id: p_limit jobs at most are looked at. Answers how many of these are
-- meant, the ids of the first ten, and after which id the next page begins; NULL when there is
-- none. Locks nothing that others wait for. Index: see awa.meant_jobs.
-- For: reader, operator.
CREATE OR REPLACE FUNCTION awa.preview_operation(
  filter jsonb, action text, change jsonb, after bigint, most integer
) RETURNS TABLE (jobs bigint, sample bigint[], next bigint)
LANGUAGE plpgsql VOLATILE ROWS 1 SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
DECLARE
  v_upto bigint := awa.newest_job_id();
  v_page awa.meant_page;
BEGIN
  PERFORM awa.check_action(filter, action, change);
  PERFORM awa.check_number('most', most, 100000);
  LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE; -- see awa.cursor_of
  v_page := awa.meant_jobs(awa.filter_of_action(filter, action), awa.states_of_action(action),
                           coalesce(after, 0), v_upto, most);
  jobs := cardinality(v_page.jobs);
  sample := ARRAY(SELECT j.job_id FROM unnest(v_page.jobs[1 : 10]) AS j);
  next := CASE WHEN v_page.place < v_upto THEN v_page.place END;
  RETURN NEXT;
END
$function$;
