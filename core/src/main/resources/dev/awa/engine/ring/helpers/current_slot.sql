-- The slot that new rows go to: see awa.head_gen.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.current_slot() RETURNS smallint
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  RETURN awa.head_gen() % 16;
END
$function$;
