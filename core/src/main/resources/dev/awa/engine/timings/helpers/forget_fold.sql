-- Forgets the sums of a fold, which nobody has counted yet: it begins anew.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.forget_fold(p_fold awa.timing_folds) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  IF p_fold.n > 0 THEN
    EXECUTE format('TRUNCATE awa.%I', 'timing_sums_' || p_fold.level);
    UPDATE awa.timing_folds f
    SET at = '-infinity', n = 0, queue = '', kind = ''
    WHERE f.level = p_fold.level;
  END IF;
END
$function$;
