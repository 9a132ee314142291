-- Who does something, for people: the name that was given; NULL: the role of the session. Refuses
-- an empty or a long one (AW001).
-- For: operator.
CREATE OR REPLACE FUNCTION awa.acting(p_by text) RETURNS text
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_by text := coalesce(p_by, session_user);
BEGIN
  PERFORM awa.check_name('by', v_by);
  RETURN v_by;
END
$function$;
