-- Forgets the sums of a fold, which nobody has counted yet: it begins anew.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.forget_fold(p_slot smallint) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  EXECUTE format('TRUNCATE awa.%I', 'timing_sums_' || p_slot);
  UPDATE awa.timing_folds f
  SET at = '-infinity', n = 0, queue = '', kind = ''
  WHERE f.slot = p_slot;
END
$function$;
