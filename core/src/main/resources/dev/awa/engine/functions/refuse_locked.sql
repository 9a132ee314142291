-- Raises 55P03: something was given up because somebody has a lock that it needs and did not let go
-- in time. p_key: an advisory lock, whose keepers are named; NULL for another lock.
CREATE OR REPLACE FUNCTION awa.refuse_locked(p_what text, p_key bigint) RETURNS void
LANGUAGE plpgsql STABLE AS $function$
DECLARE
  v_who text := (
    SELECT string_agg(
             format('process %s (%suser %s%s%s)', k.pid,
                    CASE WHEN k.application <> '' THEN k.application || ', ' END,
                    k.role, ', ' || k.state,
                    ', its transaction open for ' || ceil(extract(epoch FROM k.open_for)) || ' s'),
             '; ' ORDER BY k.pid)
    FROM awa.keepers_of(p_key) AS k);
BEGIN
  RAISE EXCEPTION '% is locked by %', p_what, coalesce(v_who, 'somebody else')
    USING ERRCODE = 'lock_not_available', HINT = 'Try again';
END
$function$;
