-- Refuses a job that is not in one of some queues, NULL: any. The caller has locked the job, so the
-- job leaves its queue no more. Raises 40001: at the look before it was in one of them.
-- For: operator.
CREATE OR REPLACE FUNCTION awa.refuse_foreign(p_job_id bigint, p_queue text, p_queues text[])
RETURNS void
LANGUAGE plpgsql STABLE AS $function$
BEGIN
  IF p_queue <> ALL (p_queues) THEN
    RAISE 'job % goes to another queue at this moment', p_job_id
      USING ERRCODE = 'serialization_failure';
  END IF;
END
$function$;
