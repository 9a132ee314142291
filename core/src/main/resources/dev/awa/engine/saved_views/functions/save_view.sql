-- Saves a filter of jobs under a name, for everybody who looks at this schema, in place of what
-- has the name. Answers what that was; nothing when the name is new. p_filter: as people type it,
-- 'queue:mail state:failed'; whether it can be understood is for the client to say. p_by: who
-- saves it; NULL: the role of the session.
--
-- Refuses a name of more than 100 characters, a filter of more than 4000, and a new name where
-- there are 500 views (AW001); two who save at once may make it 501. Waits for somebody who saves
-- the same view in a transaction that is open, for 2 s at most (55P03). Index: saved_views_pkey.
-- For: operator.
CREATE OR REPLACE FUNCTION awa.save_view(p_name text, p_filter text, p_by text DEFAULT NULL)
RETURNS TABLE (name text, filter text, saved_at timestamptz, saved_by text)
LANGUAGE plpgsql VOLATILE ROWS 1
SET search_path = pg_catalog, pg_temp SET jit = off SET lock_timeout = '2s' AS $function$
DECLARE
  v_by text := coalesce(p_by, session_user);
BEGIN
  PERFORM awa.check_name('by', v_by);
  IF (char_length(p_name) BETWEEN 1 AND 100) IS NOT TRUE THEN
    PERFORM awa.refuse_job('name', p_name, 'must be 1 to 100 characters');
  END IF;
  IF (char_length(p_filter) BETWEEN 1 AND 4000) IS NOT TRUE THEN
    PERFORM awa.refuse_job('filter', p_filter, 'must be 1 to 4000 characters');
  END IF;
  LOOP
    SELECT v.name, v.filter, v.saved_at, v.saved_by INTO name, filter, saved_at, saved_by
    FROM awa.saved_views v
    WHERE v.name = p_name
    FOR UPDATE;
    IF FOUND THEN
      UPDATE awa.saved_views v
      SET filter = p_filter, saved_at = clock_timestamp(), saved_by = v_by
      WHERE v.name = p_name;
      RETURN NEXT;
      RETURN;
    END IF;
    IF (SELECT count(*) FROM awa.saved_views) >= 500 THEN
      PERFORM awa.refuse_job('name', p_name, 'is new, and there are 500 views: delete one first');
    END IF;
    INSERT INTO awa.saved_views AS v (name, filter, saved_by) VALUES (p_name, p_filter, v_by)
    ON CONFLICT ON CONSTRAINT saved_views_pkey DO NOTHING;
    EXIT WHEN FOUND; -- else somebody has just saved it
  END LOOP;
END
$function$;
