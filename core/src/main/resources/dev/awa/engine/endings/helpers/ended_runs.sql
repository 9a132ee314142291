-- The runs that have just been closed, out of those in p_endings, each with what follows for it:
-- see awa.end_runs for the form, and the type awa.ended_run for the answer. Runs that were found
-- stale are passed over.
--
-- A row that was written past the engine, with an attempt that has no next or a unique key that is
-- none, ends like any other. A job whose row says that it was copied without what it lost has no
-- next run: where that is asked for it fails.
--
-- Arguments are not part of the answer: a thousand of them may be larger than an array can be. What
-- needs them reads them by awa.ended_jobs. Index: ready_by_lane.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.ended_runs(
  p_batch awa.closing[], p_stale awa.closing[], p_endings jsonb, p_worker bigint
) RETURNS awa.ended_run[]
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_stamp   jsonb := jsonb_build_object(
    'at', clock_timestamp(),
    'worker', (SELECT w.name FROM awa.workers w WHERE w.id = p_worker));
  v_at      jsonb := jsonb_build_object('at', clock_timestamp()); -- unless it says itself when
  v_without integer[] := awa.lanes_without_dead_letters(
    ARRAY(SELECT b.lane FROM unnest(p_batch) AS b));
BEGIN
  RETURN ARRAY(
    SELECT ROW(
      CASE
        WHEN e."then" = 'again' AND NOT x.ext ? 'unreadable'
          THEN CASE WHEN e.delay_us > 0 THEN 'later' ELSE 'again' END
        WHEN e."then" IN ('again', 'failed')
          THEN CASE WHEN r.lane = ANY (v_without) THEN 'failed' ELSE 'dead_letter' END
        ELSE e."then"
      END,
      r.slot, r.lane, r.xid, r.job_id, r.run_no, least(r.attempt, 32766::smallint) + 1,
      e.attempt, e.delay_us, e.state, coalesce(e.reason, 'unreadable'), e.output, e.unreadable,
      CASE WHEN x.ext ? 'created_at' THEN awa.created_at(x.ext, r.ready_at) ELSE r.ready_at END,
      awa.ended_ext(x.ext, r.ready_at, e.error || v_stamp, v_at || e.progress, e.checkpoint),
      x.ext -> 'unique', x.ext ? 'unreadable_ext', coalesce(e.seq, 0), v_at || e.progress,
      awa.dated_lines(e.log))::awa.ended_run
    FROM jsonb_to_recordset(p_endings) AS e (
      closure integer, ordinal smallint, slot smallint, xid xid8, job_id bigint, run_no integer,
      "then" text, delay_us bigint, state text, attempt smallint, reason text, error jsonb,
      seq integer, progress jsonb, checkpoint jsonb, log jsonb, output text, unreadable text)
    JOIN unnest(p_batch) AS b ON b.i = e.closure
    JOIN awa.ready_entries r
      ON r.slot IN (e.slot, -1) AND r.lane = b.lane
     AND r.xid = e.xid AND r.job_id = e.job_id AND r.run_no = e.run_no
    CROSS JOIN LATERAL (
      SELECT CASE
               WHEN e.unreadable IS NOT NULL
                 THEN awa.as_object((awa.read_job(r.kind, r.args, r.ext)).ext)
               WHEN r.ext::text = '{}' THEN '{}'::jsonb -- as it mostly is, and quicker
               ELSE awa.as_object(r.ext)
             END AS ext
      OFFSET 0) AS x -- once a row, not once for each time it is asked for
    WHERE NOT EXISTS (
      SELECT FROM unnest(p_stale) AS s
      WHERE s.i = e.closure AND (s.ordinals IS NULL OR e.ordinal = ANY (s.ordinals))));
END
$function$;
