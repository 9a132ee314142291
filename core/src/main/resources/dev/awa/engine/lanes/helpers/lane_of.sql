-- The lane of a job: see awa.stripe_of and awa.lane. A queue that was never set up has one stripe.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.lane_of(p_queue text, p_priority smallint, p_key text)
RETURNS integer
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  RETURN awa.lane(p_queue, p_priority, coalesce(
    (SELECT awa.stripe_of(p_key, floor(random() * 64)::bigint, q.stripes)
     FROM awa.queues q
     WHERE q.name = p_queue),
    0::smallint));
END
$function$;
