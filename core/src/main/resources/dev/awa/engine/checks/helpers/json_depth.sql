-- The nesting depth of a json value. Reads the text, because json has no other way that sees every
-- one of equal keys; looks at brackets only where there are enough for p_enough levels, and answers
-- 0 otherwise.
-- For: producer, reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.json_depth(p_value json, p_enough integer) RETURNS bigint
LANGUAGE plpgsql IMMUTABLE AS $function$
DECLARE
  v_text text := p_value::text;
BEGIN
  IF length(v_text) - length(translate(v_text, '[{', '')) < p_enough THEN
    RETURN 0;
  END IF;
  v_text := regexp_replace(v_text, E'"(\\\\.|[^"\\\\])*"|[^][{}"]+', '', 'g');
  RETURN (
    SELECT max(b.depth)
    FROM (SELECT sum(CASE WHEN c.bracket IN ('[', '{') THEN 1
                          ELSE -1 END) OVER (ORDER BY c.ord) AS depth
          FROM string_to_table(v_text, NULL) WITH ORDINALITY AS c (bracket, ord)) AS b);
END
$function$;
