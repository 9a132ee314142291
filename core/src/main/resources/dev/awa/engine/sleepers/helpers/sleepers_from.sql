-- Up to p_many workers that are asleep for a queue: those whose ids come next from p_from on, and
-- after the highest id the lowest. From a random number on, a worker is as likely as the gap below
-- its id is wide: ids are random, so nobody is passed over for ever, but one worker may be named
-- ten times as often as another. Index: sleepers_asleep, from where it begins: reads as many rows
-- as it answers.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.sleepers_from(p_queue text, p_from bigint, p_many integer)
RETURNS SETOF bigint
LANGUAGE plpgsql STABLE ROWS 1 AS $function$
DECLARE
  v_found integer;
BEGIN
  RETURN QUERY
    SELECT s.worker_id FROM awa.sleepers s
    WHERE s.queue = p_queue AND s.asleep AND s.worker_id >= p_from
    ORDER BY s.worker_id
    LIMIT p_many;
  GET DIAGNOSTICS v_found = ROW_COUNT;
  IF v_found < p_many THEN
    RETURN QUERY
      SELECT s.worker_id FROM awa.sleepers s
      WHERE s.queue = p_queue AND s.asleep AND s.worker_id < p_from
      ORDER BY s.worker_id
      LIMIT p_many - v_found;
  END IF;
END
$function$;
