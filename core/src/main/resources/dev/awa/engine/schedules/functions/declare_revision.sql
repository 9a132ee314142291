-- Notes what a revision of an owner declares, and that it lives. The row of the owner is locked, so
-- declarations of an owner wait for each other, for 2 s at most (55P03). p_grace NULL: what nobody
-- declares any more is never retired. Answers whether the revision is the newest of the owner, the
-- one that decides. Refuses the owner of schedules that people made by hand (AW001): these would be
-- retired.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.declare_revision(
  p_owner text, p_revision text, p_grace interval, p_names text[]
) RETURNS boolean
LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET jit = off SET lock_timeout = '2s' AS $function$
BEGIN
  IF p_owner = 'people' THEN
    PERFORM awa.refuse_job('owner', p_owner, 'must not be that of schedules made by hand');
  END IF;
  PERFORM awa.require_read_committed('to declare schedules');
  INSERT INTO awa.schedule_owners AS o (owner, grace) VALUES (p_owner, p_grace)
  ON CONFLICT (owner) DO UPDATE SET grace = EXCLUDED.grace;
  INSERT INTO awa.schedule_revisions AS r (owner, revision, names)
  VALUES (p_owner, p_revision, p_names)
  ON CONFLICT (owner, revision) DO UPDATE
  SET seen_at = clock_timestamp(), names = EXCLUDED.names;
  RETURN p_revision = (SELECT r.revision FROM awa.schedule_revisions r
                       WHERE r.owner = p_owner
                       ORDER BY r.since DESC, r.revision DESC
                       LIMIT 1);
EXCEPTION WHEN lock_not_available THEN
  PERFORM awa.refuse_used(format('what owner "%s" declares is', p_owner),
    awa.users_of(ARRAY['awa.schedule_owners'], '{AccessShareLock}'));
  RETURN NULL;
END
$function$;
