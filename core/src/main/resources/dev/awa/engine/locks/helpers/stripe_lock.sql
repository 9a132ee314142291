-- The advisory lock of a stripe. Two stripes that share a key by accident only wait for each other.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.stripe_lock(p_queue text, p_stripe smallint) RETURNS bigint
LANGUAGE sql STABLE AS $function$
  SELECT hashtextextended('awa.lanes'::regclass::oid || '/' || p_stripe || '/' || p_queue, 0);
$function$;
