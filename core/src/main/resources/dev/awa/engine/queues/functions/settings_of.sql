-- The settings of a queue that are set, by name; times in seconds. What workers, the history of
-- changes and operators are told.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.settings_of(p_queue awa.queues) RETURNS jsonb
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
  SELECT jsonb_strip_nulls(jsonb_build_object(
    'concurrency', p_queue.concurrency,
    'poll', trim_scale(extract(epoch FROM p_queue.poll)),
    'claim_size', p_queue.claim_size,
    'deadline', trim_scale(extract(epoch FROM p_queue.deadline)),
    'max_attempts', p_queue.max_attempts,
    'retry_delay', trim_scale(extract(epoch FROM p_queue.retry_delay)),
    'longest_retry_delay', trim_scale(extract(epoch FROM p_queue.longest_retry_delay)),
    'keep_completed', trim_scale(extract(epoch FROM p_queue.keep_completed)),
    'keep_failed', trim_scale(extract(epoch FROM p_queue.keep_failed)),
    'keep_dead_letters', trim_scale(extract(epoch FROM p_queue.keep_dead_letters)),
    'aging', trim_scale(extract(epoch FROM p_queue.aging)),
    'dead_letters', p_queue.dead_letters,
    'stripes', p_queue.stripes));
$function$;
