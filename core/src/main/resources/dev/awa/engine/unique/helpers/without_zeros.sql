-- The text of a jsonb value with the zeros taken away that end the fraction of a number: jsonb
-- keeps them, and yet calls 1, 1.0 and 1.00 equal. Texts in the value stay as they are.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.without_zeros(p_text text) RETURNS text
LANGUAGE sql IMMUTABLE AS $function$
  SELECT CASE
    WHEN p_text ~ '[.][0-9]*0'
    THEN regexp_replace(p_text,
                        E'("(?:[^"\\\\]|\\\\.)*")|([.][0-9]*[1-9])0+(?![0-9])|[.]0+(?![0-9])',
                        E'\\1\\2', 'g')
    ELSE p_text
  END
$function$;
