-- Refuses the first value of a job, a JSON object, that is none of its field's type: in the words
-- of the server, with its SQLSTATE, and with the field in front ("priority: invalid input syntax
-- for type integer"). Each field is tried beside a kind and arguments that are good. Does nothing
-- when each value is of its type, whether or not it breaks a rule.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.refuse_value(p_job json) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_field  record;
  v_detail text;
BEGIN
  FOR v_field IN SELECT f.key AS name, f.value FROM json_each(p_job) AS f LOOP
    BEGIN
      PERFORM FROM awa.new_jobs(ARRAY[format(
        '{"kind": "k", "args": 0, %s: %s}', to_json(v_field.name), v_field.value)::json]);
    EXCEPTION
      WHEN SQLSTATE 'AW001' THEN
        NULL; -- it can be read
      WHEN data_exception THEN
        GET STACKED DIAGNOSTICS v_detail = PG_EXCEPTION_DETAIL;
        RAISE EXCEPTION USING
          ERRCODE = SQLSTATE,
          MESSAGE = format('%s: %s', v_field.name, SQLERRM),
          DETAIL = v_detail;
    END;
  END LOOP;
END
$function$;
