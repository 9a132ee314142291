-- The trace context of a new job as fields of its ext: the one that is given, which awa.check_trace
-- has found good; else that of the settings awa.traceparent and awa.tracestate (called so whatever
-- the schema is called: hence their names in two parts). NULL when the settings hold none: a tracer
-- that writes nonsense must not cost a job. A broken tracestate is left out.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.trace_fields(p_traceparent text, p_tracestate text) RETURNS text
LANGUAGE sql STABLE AS $function$
  SELECT concat_ws(',',
    '"traceparent":' || to_json(t.parent)::text,
    CASE WHEN t.state <> '' AND awa.is_tracestate(t.state)
         THEN '"tracestate":' || to_json(t.state)::text END)
  FROM (
    SELECT p_traceparent AS parent, p_tracestate AS state
    WHERE p_traceparent IS NOT NULL
    UNION ALL
    SELECT current_setting('awa' || '.traceparent', true),
           current_setting('awa' || '.tracestate', true)
    WHERE p_traceparent IS NULL
  ) AS t
  WHERE awa.is_traceparent(t.parent);
$function$;
