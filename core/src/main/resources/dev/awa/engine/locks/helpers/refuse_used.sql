-- Raises 55P03: something was given up because somebody uses tables that it needs, and did not end
-- in time. p_users: who, in words (awa.users_of); empty when nobody does any more.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.refuse_used(p_what text, p_users text) RETURNS void
LANGUAGE plpgsql STABLE AS $function$
BEGIN
  RAISE EXCEPTION '% used by %', p_what,
    coalesce(nullif(p_users, ''), 'somebody who has ended since')
    USING ERRCODE = 'lock_not_available', HINT = 'Try again when that is over';
END
$function$;
