-- The settings of a queue or of a kind, and what each may be: a whole number or a time (in seconds)
-- from low to high, or true and false where there is no range. p_what: queue or kind.
-- For: operator.
CREATE OR REPLACE FUNCTION awa.setting_ranges(p_what text)
RETURNS TABLE (name text, is_time boolean, low numeric, high numeric)
LANGUAGE sql IMMUTABLE AS $function$
  SELECT r.*
  FROM (VALUES
         ('concurrency', false, 1, 1000000), ('poll', true, 0.01, 3600),
         ('claim_size', false, 1, 512), ('deadline', true, 0.001, 604800),
         ('max_attempts', false, 1, 1000), ('retry_delay', true, 0, 315360000),
         ('longest_retry_delay', true, 0, 315360000), ('keep_completed', true, 0, 315360000),
         ('keep_failed', true, 0, 315360000), ('keep_dead_letters', true, 0, 315360000),
         ('aging', true, 0, 315360000), ('dead_letters', false, NULL, NULL),
         ('stripes', false, 1, 64)) AS r (name, is_time, low, high)
  WHERE p_what = 'queue' OR r.name IN ('keep_failed', 'keep_dead_letters');
$function$;
