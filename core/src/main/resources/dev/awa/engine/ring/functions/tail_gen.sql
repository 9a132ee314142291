-- The oldest generation that still holds its slot.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.tail_gen() RETURNS bigint
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
BEGIN
  RETURN coalesce((SELECT p.gen + 1 FROM awa.prunes p ORDER BY p.gen DESC LIMIT 1),
                  (SELECT r.gen FROM awa.ring r ORDER BY r.gen LIMIT 1));
END
$function$;
