-- Splits a queue into p_stripes stripes, 1 to 64, which are claimed from independently of each
-- other; 1 makes it whole again. Jobs that are enqueued from the commit on go by the new number;
-- those that wait stay in their lanes, which are claimed like the others, whatever the number is.
-- So jobs of one ordering key are claimed in order as far as they were enqueued under one number.
-- The same as the setting stripes of awa.set_queue, and refuses what that refuses. p_by: who splits
-- it; NULL: the role of the session.
-- For: operator.
CREATE OR REPLACE FUNCTION awa.split(
  p_queue text, p_stripes integer, p_by text DEFAULT NULL
) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET jit = off SET lock_timeout = '2s' AS $function$
BEGIN
  -- NULL would take the setting back
  PERFORM awa.check_setting(r.name, coalesce(to_jsonb(p_stripes), 'null'), r.is_time, r.low, r.high)
  FROM awa.setting_ranges('queue') AS r
  WHERE r.name = 'stripes';
  PERFORM awa.set_queue(p_queue, jsonb_build_object('stripes', p_stripes), p_by);
END
$function$;
