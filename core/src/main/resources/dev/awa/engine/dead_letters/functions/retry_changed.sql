-- Runs jobs again that have failed or were cancelled: with the same id, errors and ordering key,
-- with all their attempts before them, and with what is changed of them. change is a JSON object
-- with any of queue, priority, max_attempts, run_at and delay, and with form beside args, as for
-- awa.edit; args has new arguments. What is not named stays; without a time a job runs at once. The
-- unique key stays what it is, also with other arguments. Of a dead letter nothing else is left.
--
-- Answers a row for each different id, in the order of ids, with a verdict: 'retried';
-- 'duplicate', with the holder: another job holds its unique key, so it stays what it is;
-- 'unreadable': a part of it could not be read when it failed, so it can't be run, unless only its
-- arguments are lost and new ones are given; 'not_finished': it waits or runs; 'completed': it is
-- done; 'unknown': there is no such job, or its history is no longer kept. Part of the caller's
-- transaction, in any isolation level. Takes up to 1000 ids, others are refused with 22023, and a
-- change that breaks a rule with AW001. Waits while another transaction retries or purges one of
-- the jobs, or takes or lets go of one of their unique keys.
--
-- It locks the rows of the jobs in the order of ids, takes their keys in the order of keys, and
-- then writes to the ready log, as producers do (awa.append), and then to the deferred jobs.
-- Whoever takes keys and then writes rows of jobs does so for jobs that run, which nobody can
-- retry. Index: primary keys.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.retry_changed(
  job_ids bigint[], change jsonb DEFAULT '{}', args json DEFAULT NULL
) RETURNS TABLE (job_id bigint, verdict text, holder bigint)
LANGUAGE plpgsql VOLATILE ROWS 100
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = force_generic_plan
SET enable_seqscan = off SET jit = off AS $function$
#variable_conflict use_column
DECLARE
  v_change awa.job_change := awa.read_change(change, args);
  v_gen    bigint;
  v_jobs   awa.kept_job[];
BEGIN
  PERFORM awa.check_kept_ids(job_ids);
  v_gen := awa.write_gen();
  v_jobs := awa.hold_keys_again(awa.lock_kept(job_ids, v_change));
  PERFORM awa.run_kept(v_jobs, v_gen, v_change);
  PERFORM awa.refuse_pruned(v_gen);
  RETURN QUERY
    SELECT i.id,
           CASE WHEN j.job_id IS NULL THEN awa.why_not_kept(i.id)
                WHEN j.unreadable THEN 'unreadable'
                WHEN j.holder <> j.job_id THEN 'duplicate'
                ELSE 'retried' END,
           CASE WHEN j.holder <> j.job_id THEN j.holder END
    FROM (SELECT DISTINCT unnest(job_ids) AS id) AS i
    LEFT JOIN unnest(v_jobs) AS j ON j.job_id = i.id
    ORDER BY i.id;
END
$function$;
