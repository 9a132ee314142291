-- The slot of a row of awa.timings.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.timing_slot(p_level integer, p_at timestamptz) RETURNS smallint
LANGUAGE sql IMMUTABLE SET jit = off AS $function$
  SELECT (l.first + floor(extract(epoch FROM p_at) / l.span)::bigint % l.slots)::smallint
  FROM awa.timing_levels() l
  WHERE l.level = p_level
$function$;
