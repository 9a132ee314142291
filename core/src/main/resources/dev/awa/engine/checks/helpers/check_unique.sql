-- Refuses a unique rule with a part that is unknown, of the wrong type or out of range. See
-- awa.unique_key for the parts; "hold" lists the finished states in which the key stays held,
-- "on_conflict" is "return", "fail" or "replace", "longest_wait" seconds.
-- For: producer, operator, worker.
CREATE OR REPLACE FUNCTION awa.check_unique(p_rule jsonb) RETURNS void
LANGUAGE plpgsql VOLATILE AS $function$
BEGIN
  IF jsonb_typeof(p_rule) <> 'object' THEN
    PERFORM awa.refuse_job('unique', p_rule::text, 'must be a JSON object');
  END IF;
  PERFORM awa.refuse_job('unique', k.name,
                         'must have no parts but queue, args, key, period, hold, on_conflict '
                         'and longest_wait')
  FROM jsonb_object_keys(p_rule) AS k (name)
  WHERE k.name NOT IN ('queue', 'args', 'key', 'period', 'hold', 'on_conflict', 'longest_wait');

  IF jsonb_typeof(p_rule -> 'queue') <> 'boolean' THEN
    PERFORM awa.refuse_job('unique.queue', p_rule ->> 'queue', 'must be true or false');
  END IF;
  PERFORM awa.check_unique_args(p_rule -> 'args');
  IF jsonb_typeof(p_rule -> 'key') <> 'string' THEN
    PERFORM awa.refuse_job('unique.key', p_rule ->> 'key', 'must be a text');
  ELSIF p_rule ? 'key' THEN
    PERFORM awa.check_name('unique.key', p_rule ->> 'key');
  END IF;
  PERFORM awa.check_unique_period(p_rule -> 'period');
  PERFORM awa.check_unique_hold(p_rule -> 'hold');
  IF p_rule -> 'on_conflict' NOT IN ('"return"', '"fail"', '"replace"') THEN
    PERFORM awa.refuse_job('unique.onConflict', p_rule ->> 'on_conflict',
                           'must be return, fail or replace');
  END IF;
  PERFORM awa.check_longest_wait(p_rule);
END
$function$;
