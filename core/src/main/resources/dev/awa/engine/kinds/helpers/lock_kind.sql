-- Takes the row of a kind to change it, and makes it where the kind has none. Waits for somebody
-- who changes the kind in a transaction that is open, as long as lock_timeout says (55P03).
-- For: operator.
CREATE OR REPLACE FUNCTION awa.lock_kind(p_kind text) RETURNS awa.kinds
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_kind awa.kinds;
BEGIN
  INSERT INTO awa.kinds (name) VALUES (p_kind) ON CONFLICT (name) DO NOTHING;
  SELECT * INTO v_kind FROM awa.kinds k WHERE k.name = p_kind FOR UPDATE;
  RETURN v_kind;
EXCEPTION WHEN lock_not_available THEN
  PERFORM awa.refuse_used(format('what is set of kind "%s" is', p_kind),
    awa.users_of(ARRAY['awa.kinds'], '{AccessShareLock}'));
  RETURN NULL;
END
$function$;
