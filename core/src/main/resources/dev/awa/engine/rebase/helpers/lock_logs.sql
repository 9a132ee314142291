-- Keeps everybody out of all logs, out of the jobs that wait for a time or are kept, and out of the
-- list of workers, to the end of the transaction. Gives up with 55P03 after ten seconds for each
-- lock, and says who is in the way: whoever comes meanwhile waits behind it. In the lock order.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.lock_logs() RETURNS void
LANGUAGE plpgsql VOLATILE SET lock_timeout = '10s' AS $function$
BEGIN
  LOCK TABLE awa.claims, awa.ready_entries, awa.closures, awa.ready_tombstones,
    awa.attempt_outputs IN ACCESS EXCLUSIVE MODE;
  LOCK TABLE awa.deferred_jobs, awa.finished_jobs, awa.dead_letters IN SHARE ROW EXCLUSIVE MODE;
  LOCK TABLE awa.state_changes IN ACCESS EXCLUSIVE MODE; -- after the tables whose triggers write it
  LOCK TABLE awa.workers, awa.beats, awa.sleepers, awa.leadership IN SHARE ROW EXCLUSIVE MODE;
EXCEPTION WHEN lock_not_available THEN
  PERFORM awa.refuse_used('the tables of the queue are', concat_ws('; ',
    awa.users_of(ARRAY['awa.claims', 'awa.ready_entries', 'awa.closures', 'awa.ready_tombstones',
                       'awa.attempt_outputs', 'awa.state_changes'], '{}'),
    awa.users_of(ARRAY['awa.deferred_jobs', 'awa.finished_jobs', 'awa.dead_letters', 'awa.workers',
                       'awa.beats', 'awa.sleepers', 'awa.leadership'],
                 '{AccessShareLock,RowShareLock}')));
END
$function$;
