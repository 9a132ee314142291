-- Brings the block-range indexes of the ready log up to date, from which jobs are found by id:
-- vacuum would do it, but there is none on these partitions. Cheap where nothing was added. Answers
-- how many ranges were new. Only the owner of an index may do that, so whoever may call this does
-- it in his name; there is nothing in it that a caller could choose. In the slot that is written
-- to, only ranges that are full: see awa.forget_first_range. A search reads the others.
-- For: worker.
CREATE OR REPLACE FUNCTION awa.summarize() RETURNS bigint
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = pg_catalog, pg_temp
SET jit = off SET lock_timeout = '2s' AS $function$
DECLARE
  v_current   regclass := awa.job_index_of(awa.current_slot());
  v_per_range integer := 64;
  v_range     bigint;
  v_new       bigint;
BEGIN
  v_new := (SELECT coalesce(sum(brin_summarize_new_values(i.inhrelid)), 0)
            FROM pg_inherits i
            WHERE i.inhparent = 'awa.ready_by_job'::regclass AND i.inhrelid <> v_current);
  SELECT pg_relation_size(x.indrelid) / current_setting('block_size')::bigint / v_per_range
  INTO v_range
  FROM pg_index x
  WHERE x.indexrelid = v_current;
  LOOP
    -- from the newest back to one that has a summary; a hole that a failure left is filled once the
    -- slot is not written to
    v_range := v_range - 1;
    EXIT WHEN v_range < 0 OR brin_summarize_range(v_current, v_range * v_per_range) = 0;
    v_new := v_new + 1;
  END LOOP;
  RETURN v_new;
END
$function$;
