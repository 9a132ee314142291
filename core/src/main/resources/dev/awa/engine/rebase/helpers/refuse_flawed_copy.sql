-- Raises 55000 when the data can't be rebased: it still comes (a subscription), or holds what was
-- emptied where it came from, so a run that was carried there would be there twice, or run again.
-- For that the claims are read too: one that was written when the generation eight before its
-- slot's was not yet opened is of the slot's life before. The caller keeps everybody out.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.refuse_flawed_copy() RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_flaw text := (SELECT string_agg(f.flaw, '; ') FROM awa.flaws_of_copy() AS f WHERE NOT f.rebase);
BEGIN
  IF v_flaw IS NULL AND EXISTS (
       SELECT FROM awa.ring r
       JOIN awa.ring b ON b.gen = r.gen - 8
       JOIN awa.claims c ON c.slot = r.slot
       WHERE r.gen > (SELECT max(n.gen) - 16 FROM awa.ring n)
         AND pg_snapshot_xmax(c.hi) < b.since) THEN
    v_flaw := 'some slots still hold claims from before they were emptied at the publisher: '
              'its TRUNCATE did not arrive. Publish without publish_via_partition_root, and '
              'make the copy anew';
  END IF;
  IF v_flaw IS NOT NULL THEN
    RAISE EXCEPTION 'this data can''t be rebased: %', v_flaw
    USING ERRCODE = 'object_not_in_prerequisite_state';
  END IF;
END
$function$;
