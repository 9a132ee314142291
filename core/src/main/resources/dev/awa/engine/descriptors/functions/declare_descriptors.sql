-- Notes what a worker says of queues and kinds now: p_descriptors is a list of {"what": "queue" or
-- "kind", "name", "says": an object}. What was said before of the same queue or kind, and is said
-- no more, stays until it was not said for 30 days (awa.purge_history). Rows are taken in order, so
-- two workers that start at once wait for each other and do not lock each other out.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.declare_descriptors(p_descriptors jsonb, p_by text) RETURNS void
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET jit = off SET lock_timeout = '2s' AS $function$
BEGIN
  INSERT INTO awa.descriptors (what, name, digest, said_by, says)
  SELECT d ->> 'what', d ->> 'name', md5((d -> 'says')::text), p_by, d -> 'says'
  FROM jsonb_array_elements(p_descriptors) AS d
  ORDER BY 1, 2, 3
  ON CONFLICT (what, name, digest) DO UPDATE
  SET seen_at = clock_timestamp(), said_by = EXCLUDED.said_by;
END
$function$;
