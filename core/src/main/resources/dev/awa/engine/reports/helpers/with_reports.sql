-- Endings (see awa.end_runs) of runs whose worker does not end them itself, with what the runs have
-- told last: so the next attempt goes on from the newest checkpoint that was reported. The caller
-- has the worker's lock alone, so no report comes after this. The snapshot of the look is younger
-- than the lock of the claim log: else a carry may have emptied what the snapshot sees meanwhile.
--
-- Lock order: claims, outputs. Index: see awa.last_told.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.with_reports(p_endings jsonb) RETURNS jsonb
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  LOCK TABLE ONLY awa.claims IN ACCESS SHARE MODE; -- see awa.cursor_of
  RETURN (
    SELECT jsonb_agg(e.ending || jsonb_strip_nulls(jsonb_build_object('progress', t.progress))
                     || CASE WHEN t.checkpoint IS NULL THEN '{}'
                             ELSE jsonb_build_object('checkpoint', t.checkpoint) END
                     ORDER BY e.place)
    FROM jsonb_array_elements(p_endings) WITH ORDINALITY AS e (ending, place)
    CROSS JOIN LATERAL awa.last_told((e.ending ->> 'job_id')::bigint,
                                     (e.ending ->> 'run_no')::integer) AS t);
END
$function$;
