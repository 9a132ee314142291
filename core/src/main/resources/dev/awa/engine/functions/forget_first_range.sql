-- A block-range index is made with a summary of its first range, however empty. Each row that is appended to a range with a
-- summary changes that, which takes as much WAL as the row itself: so there is none until the range is full. See
-- awa.summarize.
CREATE OR REPLACE FUNCTION awa.forget_first_range(p_slot smallint) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  PERFORM brin_desummarize_range(awa.job_index_of(p_slot), 0);
END
$function$;
