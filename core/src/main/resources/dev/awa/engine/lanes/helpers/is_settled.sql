-- Whether no run of a lane is open and no job of it is deferred: as many runs were closed as the
-- lane has given out. p_slots: the live slots. See awa.untallied_closures.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.is_settled(p_lane integer, p_taken bigint, p_slots awa.live_slots)
RETURNS boolean
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $function$
BEGIN
  RETURN p_taken = coalesce((SELECT sum(d.n) FROM awa.untallied_closures(p_lane, p_slots) AS d), 0)
                 + coalesce((SELECT sum(t.n) FROM awa.closure_sums t WHERE t.lane = p_lane), 0)
     AND awa.count_of(ARRAY[p_lane], 'scheduled', true)
       + awa.count_of(ARRAY[p_lane], 'retryable', true) = 0;
END
$function$;
