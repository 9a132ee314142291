-- Whether a cursor, or a claim, has passed a row of its lane: the row lay in an earlier window, or
-- in this one and not behind the position. Of the claims of a lane, from some number on all have.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.has_passed(
  p_lo pg_snapshot, p_hi pg_snapshot, p_pos_xid xid8, p_pos_job_id bigint, p_xid xid8,
  p_job_id bigint
) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $function$
  SELECT pg_visible_in_snapshot(p_xid, p_lo)
         OR (pg_visible_in_snapshot(p_xid, p_hi)
             AND (p_xid, p_job_id) <= (p_pos_xid, p_pos_job_id));
$function$;
