-- What the revisions of all owners declare, and when the time of each is over, if it is not
-- declared again: ends_at, as awa.retire_undeclared has it; NULL: it stays. A newer revision ends
-- it, or that an older one is still declared after a rollback. Of an owner without a grace all
-- stay. Locks nothing. Index: schedule_revisions_pkey.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.owned_revisions() RETURNS TABLE (
  owner text, revision text, since timestamptz, seen_at timestamptz, names text[],
  ends_at timestamptz
)
LANGUAGE plpgsql STABLE ROWS 20
SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
#variable_conflict use_column
BEGIN
  RETURN QUERY
    SELECT r.owner, r.revision, r.since, r.seen_at, r.names,
           (SELECT min(CASE WHEN row(n.since, n.revision) > row(r.since, r.revision)
                            THEN greatest(r.seen_at, n.since) + o.grace
                            WHEN n.seen_at > r.seen_at + o.grace THEN n.seen_at END)
            FROM awa.schedule_revisions n
            WHERE n.owner = r.owner AND n.revision <> r.revision)
    FROM awa.schedule_revisions r
    JOIN awa.schedule_owners o ON o.owner = r.owner;
END
$function$;
