-- The generations that hold a slot, oldest first, with the carry partition (-1, slot -1) before
-- them.
-- For: reader, operator, worker.
SELECT -1 AS gen, -1::smallint AS slot
UNION ALL
SELECT r.gen, r.slot FROM awa.ring r WHERE r.gen OPERATOR(pg_catalog.>=) awa.tail_gen()
ORDER BY gen
