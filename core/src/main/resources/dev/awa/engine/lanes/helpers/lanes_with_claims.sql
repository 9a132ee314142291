-- The lanes that have claims in any live slot, in order: up to p_limit (NULL: all) after p_after.
-- See awa.lanes_in_claims.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.lanes_with_claims(
  p_after integer DEFAULT 0, p_limit integer DEFAULT NULL
) RETURNS SETOF integer
LANGUAGE plpgsql STABLE ROWS 10 AS $function$
BEGIN
  RETURN QUERY
    SELECT DISTINCT l.lane
    FROM (SELECT -1::smallint AS slot
          UNION ALL
          SELECT r.slot
          FROM awa.ring r
          WHERE r.gen >= awa.tail_gen()) AS s
    CROSS JOIN LATERAL awa.lanes_in_claims(s.slot, p_after, p_limit) AS l (lane)
    ORDER BY l.lane
    LIMIT p_limit;
END
$function$;
