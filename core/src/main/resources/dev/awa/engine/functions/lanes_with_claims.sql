-- The lanes that have claims in any live slot, in order: see awa.lanes_in_claims.
CREATE OR REPLACE FUNCTION awa.lanes_with_claims() RETURNS SETOF integer
LANGUAGE plpgsql STABLE ROWS 10 AS $function$
BEGIN
  RETURN QUERY
    SELECT DISTINCT l.lane
    FROM (SELECT -1::smallint AS slot UNION ALL SELECT r.slot FROM awa.ring r WHERE r.gen >= awa.tail_gen()) AS s
    CROSS JOIN LATERAL awa.lanes_in_claims(s.slot) AS l (lane)
    ORDER BY l.lane;
END
$function$;
