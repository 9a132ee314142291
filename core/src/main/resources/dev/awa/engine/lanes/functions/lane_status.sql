-- The first lanes in the order of queue, priority and stripe: how many claims were made, how many
-- runs they took, and how many wait. Of the runs that came since the lane was counted
-- (awa.count_waiting) no more than p_depth are looked at, so its work does not grow with a backlog;
-- more says that there may be others. Index: lanes_by_queue.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.lane_status(p_limit integer, p_depth bigint)
RETURNS TABLE (lane integer, queue text, priority smallint, stripe smallint, claims bigint,
               taken bigint, waiting bigint,
               more boolean)
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
BEGIN
  PERFORM awa.require_read_committed('a look at the lanes');
  LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE; -- see awa.cursor_of
  RETURN QUERY
    SELECT f.lane, f.queue, f.priority, f.stripe, (f.at).claim_no, (f.at).taken,
           (b.base).taken + c.came, c.came >= p_depth
    FROM (SELECT l.*, s AS slots, awa.cursor_of(l, s) AS at
          FROM awa.live_slots() AS s
          CROSS JOIN awa.lanes l
          ORDER BY l.queue, l.priority, l.stripe, l.lane
          LIMIT p_limit) AS f
    CROSS JOIN LATERAL (SELECT awa.count_base(f.at) AS base OFFSET 0) AS b
    CROSS JOIN LATERAL (SELECT awa.waiting_after(b.base, f.slots, p_depth) AS came OFFSET 0) AS c
    ORDER BY f.queue, f.priority, f.stripe, f.lane;
END
$function$;
