-- The jobs that are next in an operation: those of some ids that it still means, or where no ids
-- are given those that come after its place.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.next_meant(
  p_operation awa.operations, p_again bigint[], p_limit integer
) RETURNS awa.meant_page
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_filter awa.job_filter := awa.filter_of_action(p_operation.filter, p_operation.action);
  v_states text[] := awa.states_of_action(p_operation.action);
BEGIN
  RETURN CASE WHEN p_again IS NULL
                THEN awa.meant_jobs(v_filter, v_states, p_operation.place, p_operation.id, p_limit)
              ELSE ROW(awa.meant_by_id(v_filter, v_states, p_again),
                       p_operation.place)::awa.meant_page END;
END
$function$;
