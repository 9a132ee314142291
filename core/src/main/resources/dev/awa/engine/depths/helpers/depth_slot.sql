-- The slot of a row of awa.depths: six, of twelve hours each.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.depth_slot(p_at timestamptz) RETURNS smallint
LANGUAGE sql IMMUTABLE SET jit = off AS $function$
  SELECT (floor(extract(epoch FROM p_at) / 43200)::bigint % 6)::smallint
$function$;
