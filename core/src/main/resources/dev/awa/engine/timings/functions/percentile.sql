-- The time that a part of a histogram of awa.timings did not exceed: percentile(runs, 0.99). NULL
-- where it holds nothing, and where the part is more than 1. Bucket b holds what took no more than
-- 0.1 ms * 2 ^ (b / 4), and more than that of the bucket before; an element is count * 256 +
-- bucket. The answer is the middle of the bucket: off by a tenth at most (2 ^ (1/8), 9.1 %) of what
-- took more than 0.1 ms, for that is how wide buckets are. What took no more counts as 0.0917 ms,
-- however short it was. So part 1 answers the middle of the last bucket, which may be less or more
-- than the longest: that is wait_max_us, run_max_us.
-- For: reader, operator, worker.
CREATE OR REPLACE FUNCTION awa.percentile(p_counts bigint[], p_part double precision)
RETURNS interval
LANGUAGE sql IMMUTABLE STRICT SET search_path = pg_catalog, pg_temp SET jit = off AS $function$
  SELECT make_interval(secs => 0.0001 * power(2, (min(b.no) - 0.5) / 4))
  FROM (SELECT e % 256 AS no, sum(e / 256) OVER (ORDER BY e % 256) AS upto,
               sum(e / 256) OVER () AS n
        FROM unnest(p_counts) AS e) AS b
  WHERE b.upto >= greatest(1, ceil(p_part * b.n::double precision))
$function$;
