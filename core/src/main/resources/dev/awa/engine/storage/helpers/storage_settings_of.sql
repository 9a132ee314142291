-- The settings of the storage, by name; times in seconds.
-- For: operator.
CREATE OR REPLACE FUNCTION awa.storage_settings_of(p_storage awa.storage_state) RETURNS jsonb
LANGUAGE sql STABLE AS $function$
  SELECT jsonb_build_object(
    'rotate_after', trim_scale(extract(epoch FROM p_storage.rotate_after)),
    'rotate_bytes', p_storage.rotate_bytes,
    'keep_history', trim_scale(extract(epoch FROM p_storage.keep_history)),
    'keep_bytes', p_storage.keep_bytes,
    'keep_failed', trim_scale(extract(epoch FROM p_storage.keep_failed)),
    'keep_dead_letters', trim_scale(extract(epoch FROM p_storage.keep_dead_letters)),
    'keep_audit', trim_scale(extract(epoch FROM p_storage.keep_audit)));
$function$;
