-- A block-range index is made with a summary of its first range, however empty. Each row that is
-- appended to a range with a summary changes that, which takes as much WAL as the row itself: so
-- there is none until the range is full. See awa.summarize. Only the owner of an index may take a
-- summary away, so whoever may call this does it in his name. All that a caller could do with it is
-- to make a search by job id read one range more.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.forget_first_range(p_slot smallint) RETURNS void
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET jit = off AS $function$
BEGIN
  PERFORM brin_desummarize_range(awa.job_index_of(p_slot), 0);
END
$function$;
