-- Refuses tags that are no list, too many, or not good as names.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.check_tags(p_tags text[]) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  IF p_tags IS NULL OR array_ndims(p_tags) > 1 THEN
    PERFORM awa.refuse_job('tags', p_tags::text, 'must be a list of texts');
  ELSIF cardinality(p_tags) > 20 THEN
    PERFORM awa.refuse_job('tags', format('%s tags', cardinality(p_tags)),
                           'must be at most 20 tags');
  END IF;
  PERFORM awa.check_name(format('tags[%s]', t.ord - 1), t.tag)
  FROM unnest(p_tags) WITH ORDINALITY AS t (tag, ord);
END
$function$;
