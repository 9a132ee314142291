-- The time that a part of a histogram of awa.timings did not exceed: percentile(runs, 0.99). NULL
-- where it holds nothing. Off by a tenth at most (2 ^ (1/8), 9.1 %), for that is how wide buckets
-- are; what took no more than 0.1 ms counts as 0.09 ms. Bucket b holds what took no more than 0.1
-- ms * 2 ^ (b / 4), and more than that of the bucket before; an element is count * 256 + bucket.
-- The answer is the middle of the bucket.
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
