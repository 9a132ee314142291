-- The levels of awa.timings: 0 as workers append them, then sums of a minute, of five minutes, of
-- an hour. Each level is a ring of slots, from first on, of a span of so many seconds each; the
-- span decides in which slot a row lies (awa.timing_slot). All slots but the next one keep their
-- rows, so a level keeps them for (slots - 2) spans at least: a minute, an hour, two days, 90 days.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.timing_levels()
RETURNS TABLE (level integer, step interval, span integer, slots integer, first integer)
LANGUAGE sql IMMUTABLE ROWS 4 AS $function$
  VALUES (0, interval '1 second', 60, 3, 0),
         (1, interval '1 minute', 600, 8, 3),
         (2, interval '5 minutes', 21600, 10, 11),
         (3, interval '1 hour', 2592000, 5, 21)
$function$;
