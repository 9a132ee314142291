-- Refuses a trace context that is none, in the words of dev.awa.TraceContext. A tracestate alone
-- is none.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.check_trace(p_traceparent text, p_tracestate text) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  IF awa.is_traceparent(p_traceparent) IS NOT TRUE THEN
    PERFORM awa.refuse_job(
      'traceparent', p_traceparent,
      'must be a traceparent of W3C Trace Context, as '
      '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01');
  ELSIF NOT awa.is_tracestate(p_tracestate) THEN
    PERFORM awa.refuse_job(
      'tracestate', p_tracestate,
      'must be a tracestate of W3C Trace Context: at most 32 entries key=value and '
      '512 characters');
  END IF;
END
$function$;
