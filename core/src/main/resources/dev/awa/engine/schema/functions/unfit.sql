-- Why the schema can't be used as it is, and what to do; no row when it can. What workers ask at
-- their start, and clients when they check: of its rows and its database. Its version is told by
-- awa.schema_history, and whether its transaction ids are those of this cluster by
-- awa.compare_xids.
-- For: producer, reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.unfit() RETURNS TABLE (why text, cure text)
LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
BEGIN
  IF current_setting('server_encoding') <> 'UTF8' THEN
    why := format('its database has the encoding %s, in which not every job can be stored',
                  current_setting('server_encoding'));
    cure := 'restore it into a database of UTF8: '
            'CREATE DATABASE ... ENCODING ''UTF8'' TEMPLATE template0';
    RETURN NEXT;
  END IF;
  IF NOT (EXISTS (SELECT FROM awa.ring) AND EXISTS (SELECT FROM awa.storage_state)
          AND EXISTS (SELECT FROM awa.leadership)) THEN
    why := 'it was restored without the rows that a queue can''t do without, as from a dump of '
           'the schema alone';
    cure := 'make them with: awa migrate (or Awa.migrate())';
    RETURN NEXT;
  END IF;
END
$function$;
