-- Reads what a row of jobs says, as far as the server can read it. A value that lies outside of its
-- row may be gone or damaged (SQLSTATE class XX: a missing chunk, a bad page, data that can't be
-- decompressed): a statement that reads it fails, with every other row that it reads. Here why says
-- what could not be read and why, and is NULL when all was. Lost arguments become null, a lost kind
-- ''. ext says why, too, as unreadable: that is the mark of a row that was copied, or handed out,
-- without what it lost. A lost ext says unreadable_ext besides: what it held can't be told.
--
-- Whoever moves or hands out such a row does it by this, and whoever ends its run makes a dead
-- letter of it (awa.end_runs). It costs a subtransaction a row, so it is called where a statement
-- has failed, or where rows are few. The values must come as they are stored: not in a row that is
-- put together for the call, and not as variables in a statement that is planned for their values
-- (plan_cache_mode): both are read before the call.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.read_job(
  INOUT kind text, INOUT args json, INOUT ext json, OUT why text
)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
DECLARE
  v_read text;
BEGIN
  BEGIN
    v_read := kind || '';
    v_read := args::text;
    v_read := ext::text;
    RETURN;
  EXCEPTION WHEN internal_error OR data_corrupted OR index_corrupted THEN
    NULL; -- one of them
  END;
  BEGIN
    v_read := kind || '';
  EXCEPTION WHEN internal_error OR data_corrupted OR index_corrupted THEN
    why := format('kind: %s (SQLSTATE %s)', SQLERRM, SQLSTATE);
    kind := '';
  END;
  BEGIN
    v_read := args::text;
  EXCEPTION WHEN internal_error OR data_corrupted OR index_corrupted THEN
    why := concat_ws('; ', why, format('arguments: %s (SQLSTATE %s)', SQLERRM, SQLSTATE));
    args := 'null';
  END;
  BEGIN
    v_read := ext::text;
    ext := (awa.as_object(ext) || jsonb_build_object('unreadable', why))::json;
  EXCEPTION WHEN internal_error OR data_corrupted OR index_corrupted THEN
    why := concat_ws('; ', why, format('ext: %s (SQLSTATE %s)', SQLERRM, SQLSTATE));
    ext := json_build_object('unreadable', why, 'unreadable_ext', true);
  END;
END
$function$;
