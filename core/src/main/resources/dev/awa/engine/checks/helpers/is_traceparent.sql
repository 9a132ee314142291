-- Whether a text is a traceparent of W3C Trace Context: 55 characters in version 00; a later
-- version may add something after a hyphen. NULL for NULL.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.is_traceparent(p_text text) RETURNS boolean
LANGUAGE sql IMMUTABLE AS $function$
  SELECT p_text ~ ('^(?!ff|00.{54})[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}'
                   '-[0-9a-f]{2}(-[!-~]{0,200})?$');
$function$;
