-- Whether this is the server's own process that applies, or copies, what another server publishes
-- (logical replication). Asked by triggers that are enabled always, in sessions that have turned
-- the others off (session_replication_role), as such a process has and as anybody may who is
-- allowed to.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.applies_changes() RETURNS boolean
LANGUAGE plpgsql STABLE AS $function$
BEGIN
  RETURN EXISTS (SELECT FROM pg_stat_get_activity(pg_backend_pid()) AS a
                 WHERE a.backend_type LIKE 'logical replication%');
END
$function$;
