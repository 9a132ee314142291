-- Refuses the first of some JSON objects that describes no job which could be enqueued, in the
-- words of awa.enqueue, and says which it is: jobs[0] is the first. What no text of the server's
-- can hold (awa.jsonb_obstacle) is refused as such, wherever in the job it is; a value that is none
-- of its type in the words of the server, with its SQLSTATE (awa.refuse_value). Called when
-- awa.new_jobs has refused them. The job is looked for by halves, so this takes about as long as
-- to check all of them twice.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.refuse_jobs(p_jobs json[]) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
DECLARE
  v_from   integer := 1; -- the first bad job is one of v_from to v_to
  v_to     integer := cardinality(p_jobs);
  v_middle integer;
  v_detail text;
BEGIN
  WHILE v_from < v_to LOOP
    v_middle := (v_from + v_to) / 2;
    BEGIN
      PERFORM FROM awa.new_jobs(p_jobs[v_from : v_middle]);
      v_from := v_middle + 1;
    EXCEPTION WHEN data_exception OR SQLSTATE 'AW001' THEN
      v_to := v_middle;
    END;
  END LOOP;
  BEGIN
    PERFORM FROM awa.new_jobs(p_jobs[v_from : v_from]);
  EXCEPTION WHEN data_exception THEN
    PERFORM awa.refuse_job('job', p_jobs[v_from]::text, o.obstacle)
    FROM awa.jsonb_obstacle(p_jobs[v_from]) AS o (obstacle)
    WHERE o.obstacle IS NOT NULL;
    PERFORM awa.refuse_value(p_jobs[v_from]);
    RAISE;
  END;
EXCEPTION WHEN data_exception OR SQLSTATE 'AW001' THEN
  GET STACKED DIAGNOSTICS v_detail = PG_EXCEPTION_DETAIL;
  RAISE EXCEPTION USING
    ERRCODE = SQLSTATE,
    MESSAGE = format('jobs[%s]: %s', v_from - 1, SQLERRM),
    DETAIL = CASE SQLSTATE
               WHEN 'AW001'
                 THEN (v_detail::jsonb || jsonb_build_object('index', v_from - 1))::text
               ELSE v_detail END;
END
$function$;
