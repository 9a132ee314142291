-- Appends one job that is ready at once to the ready log, and wakes who sleeps on its queue.
-- Answers its id. What awa.append_ready does, without arrays: for one job they cost the server as
-- much as the insert.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.append_one(
  p_queue text, p_priority smallint, p_key text, p_kind text, p_args json, p_ext json,
  p_max_attempts smallint
) RETURNS bigint
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
DECLARE
  v_id   bigint := nextval('awa.job_id_seq');
  v_lane integer := awa.lane_of(p_queue, p_priority, p_key);
  v_gen  bigint := awa.write_gen();
BEGIN
  INSERT INTO awa.ready_entries (slot, lane, job_id, max_attempts, kind, args, ext)
  VALUES (v_gen % 16, v_lane, v_id, p_max_attempts, p_kind, p_args, p_ext);
  PERFORM awa.refuse_pruned(v_gen);
  PERFORM awa.wake(p_queue);
  RETURN v_id;
END
$function$;
