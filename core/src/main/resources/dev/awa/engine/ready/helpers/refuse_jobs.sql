-- Refuses the first of some JSON objects that describes no job which could be enqueued, in the
-- words of awa.enqueue, and says which it is: jobs[0] is the first. What no text of the server's
-- can hold (awa.jsonb_obstacle) is refused as such, wherever in the job it is; a value that is none
-- of its type in the words of the server, with its SQLSTATE. Called when awa.new_jobs has refused
-- them.
CREATE OR REPLACE FUNCTION awa.refuse_jobs(p_jobs json[]) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_detail   text;
  v_obstacle text;
BEGIN
  FOR v_i IN 1 .. cardinality(p_jobs) LOOP
    BEGIN
      BEGIN
        PERFORM FROM awa.new_jobs(p_jobs[v_i : v_i]);
      EXCEPTION WHEN data_exception THEN
        v_obstacle := awa.jsonb_obstacle(p_jobs[v_i]);
        IF v_obstacle IS NULL THEN
          RAISE;
        END IF;
        PERFORM awa.refuse_job('job', p_jobs[v_i]::text, v_obstacle);
      END;
    EXCEPTION WHEN data_exception OR SQLSTATE 'AW001' THEN
      GET STACKED DIAGNOSTICS v_detail = PG_EXCEPTION_DETAIL;
      RAISE EXCEPTION USING
        ERRCODE = SQLSTATE,
        MESSAGE = format('jobs[%s]: %s', v_i - 1, SQLERRM),
        DETAIL = CASE SQLSTATE
                   WHEN 'AW001'
                     THEN (v_detail::jsonb || jsonb_build_object('index', v_i - 1))::text
                   ELSE v_detail END;
    END;
  END LOOP;
END
$function$;
