-- Lets go of up to p_limit unique keys of completed jobs whose term is a generation that is about
-- to be emptied, or an older one. Done before the generation is locked, a part at a time: a million
-- of them take seconds. Answers how many; those that come later go with the generation
-- (awa.truncate_segment). Index: unique_keys_let_go_gen.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.let_go_generation(
  p_leader bigint, p_term bigint, p_gen bigint, p_limit integer
) RETURNS bigint
LANGUAGE plpgsql VOLATILE SET search_path = pg_catalog, pg_temp
SET plan_cache_mode = force_generic_plan SET enable_seqscan = off SET jit = off
SET lock_timeout = '2s' AS $function$
BEGIN
  PERFORM awa.refuse_stale_leader(p_leader, p_term);
  RETURN awa.let_go(ARRAY(
    SELECT u.unique_key FROM awa.unique_keys u
    WHERE u.let_go_gen <= p_gen
    LIMIT p_limit
    FOR UPDATE SKIP LOCKED));
END
$function$;
