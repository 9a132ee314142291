-- What a new job carries beside its arguments, and only what is in use; the metadata stay as they
-- were written.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.new_ext(
  p_tags text[], p_metadata json, p_deadline interval, p_ordering_key text,
  p_traceparent text, p_tracestate text
) RETURNS json
LANGUAGE sql STABLE AS $function$
  SELECT format('{%s}', concat_ws(',',
    CASE WHEN p_tags <> '{}' THEN '"tags":' || to_json(p_tags)::text END,
    CASE WHEN p_metadata::jsonb <> '{}' THEN '"metadata":' || p_metadata::text END,
    '"deadline_ms":' || ceil(extract(epoch FROM p_deadline) * 1000)::bigint,
    '"ordering_key":' || to_json(p_ordering_key)::text,
    -- most jobs have no trace, so nothing is called for them
    CASE WHEN p_traceparent IS NOT NULL
              OR coalesce(current_setting('awa' || '.traceparent', true), '') <> ''
         THEN awa.trace_fields(p_traceparent, p_tracestate) END))::json;
$function$;
