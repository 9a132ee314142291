-- Whether a text is a tracestate of W3C Trace Context: at most 32 entries key=value, some of which
-- may be empty, and 512 characters. NULL for NULL.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.is_tracestate(p_text text) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $function$
  SELECT char_length(p_text) <= 512
     AND char_length(p_text) - char_length(replace(p_text, ',', '')) < 32
     AND NOT EXISTS (
       SELECT FROM unnest(string_to_array(p_text, ',')) AS e (entry)
       WHERE btrim(e.entry, E' \t') <> ''
         AND btrim(e.entry, E' \t') !~ '^[a-z0-9][a-z0-9_*/@-]*=[ -+.-<>-~-]+$');
$function$;
