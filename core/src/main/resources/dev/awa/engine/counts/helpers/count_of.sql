-- How many jobs some lanes hold in a state, outside of the logs: the sums of what was noted, or a
-- scan while the counters are not trusted. Index: see awa.untallied_states.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.count_of(p_lanes integer[], p_state text, p_trusted boolean)
RETURNS bigint
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $function$
BEGIN
  IF p_trusted THEN
    RETURN coalesce((SELECT sum(t.n)
                     FROM awa.state_counts t
                     WHERE t.lane = ANY (p_lanes) AND t.state = p_state), 0)
         + coalesce((SELECT sum(c.n)
                     FROM awa.untallied_states((SELECT y.upto FROM awa.state_tally y)) AS c
                     WHERE c.lane = ANY (p_lanes) AND c.state = p_state), 0);
  END IF;
  RETURN (SELECT count(*)
          FROM awa.states_outside_logs j
          WHERE j.lane = ANY (p_lanes) AND j.state = p_state);
END
$function$;
