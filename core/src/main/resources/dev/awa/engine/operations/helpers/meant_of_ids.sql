-- As awa.meant_jobs, for a filter that names its jobs by their ids.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.meant_of_ids(
  p_filter awa.job_filter, p_states text[], p_after bigint, p_upto bigint, p_limit integer
) RETURNS awa.meant_page
LANGUAGE plpgsql STABLE AS $function$
DECLARE
  v_ids bigint[] := ARRAY(SELECT DISTINCT i
                          FROM unnest(p_filter.ids) AS i
                          WHERE i > p_after AND i <= p_upto
                          ORDER BY i
                          LIMIT p_limit);
BEGIN
  RETURN ROW(awa.meant_by_id(p_filter, p_states, v_ids),
             CASE WHEN cardinality(v_ids) < p_limit THEN p_upto
                  ELSE v_ids[p_limit] END)::awa.meant_page;
END
$function$;
