-- Sets the sequences of job ids and lanes to what the rows say, where they are behind: right,
-- should this be rolled back too. Ids are not given twice, also those of jobs that are gone: the
-- mark of job ids lags by half a minute of enqueueing, for which there are ten million more than
-- anybody enqueues in that time. The caller keeps everybody out.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.set_sequences() RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_mark bigint := (SELECT s.job_id_high_water FROM awa.storage_state s);
  v_job  bigint;
  v_lane bigint := (SELECT max(l.lane) FROM awa.lanes l);
BEGIN
  SELECT max(j.id) INTO v_job
  FROM (SELECT max(d.job_id) FROM awa.deferred_jobs d
        UNION ALL
        SELECT max(t.job_id) FROM awa.finished_jobs t
        UNION ALL
        SELECT max(q.job_id) FROM awa.dead_letters q
        UNION ALL
        SELECT max(o.job_id) FROM awa.attempt_outputs o
        UNION ALL
        SELECT max(u.job_id) FROM awa.unique_keys u
        UNION ALL
        SELECT max(w.id) FROM awa.operations w
        UNION ALL
        SELECT max(e.job_id) FROM awa.ready_entries e) AS j (id);
  IF coalesce(pg_sequence_last_value('awa.job_id_seq'), 0) < greatest(v_job, v_mark) THEN
    PERFORM setval('awa.job_id_seq', greatest(v_job, v_mark + 10000000));
  END IF;
  IF coalesce(pg_sequence_last_value('awa.lanes_lane_seq'), 0) < v_lane THEN
    PERFORM setval('awa.lanes_lane_seq', v_lane);
  END IF;
END
$function$;
