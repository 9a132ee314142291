-- Writes down which settings of a queue, a kind, a schedule or the storage were changed from what
-- to what, and answers the same, with who had set each of them last. Keeps the newest thousand
-- changes of it. Its caller has the row with the settings: one change after the other. p_what:
-- queue, kind, schedule or storage. Index: setting_changes_pkey.
-- For: operator, worker.
CREATE OR REPLACE FUNCTION awa.note_changes(
  p_what text, p_name text, p_before jsonb, p_after jsonb, p_by text
) RETURNS TABLE (setting text, before text, after text, set_by text, set_at timestamptz)
LANGUAGE plpgsql VOLATILE ROWS 3 AS $function$
DECLARE
  v_last bigint := (SELECT coalesce(max(h.change_no), 0)
                    FROM awa.setting_changes h
                    WHERE h.what = p_what AND h.name = p_name);
BEGIN
  RETURN QUERY
    WITH changed AS (
      SELECT k.name, p_before ->> k.name AS old, p_after ->> k.name AS new,
             row_number() OVER (ORDER BY k.name) AS place
      FROM jsonb_object_keys(p_before || p_after) AS k (name)
      WHERE p_before -> k.name IS DISTINCT FROM p_after -> k.name
    ), noted AS (
      INSERT INTO awa.setting_changes
        (what, name, change_no, changed_by, setting, before, after)
      SELECT p_what, p_name, v_last + c.place, p_by, c.name, c.old, c.new FROM changed c
    )
    SELECT c.name, c.old, c.new, last.changed_by, last.changed_at
    FROM changed c
    LEFT JOIN LATERAL (
      SELECT h.changed_by, h.changed_at
      FROM awa.setting_changes h
      WHERE h.what = p_what AND h.name = p_name AND h.setting = c.name
      ORDER BY h.change_no DESC
      LIMIT 1) AS last ON true
    ORDER BY c.name;
  DELETE FROM awa.setting_changes h
  WHERE h.what = p_what AND h.name = p_name AND h.change_no <= v_last - 1000;
END
$function$;
