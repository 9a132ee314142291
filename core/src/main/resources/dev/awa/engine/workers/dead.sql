-- The workers that were declared dead and how far their rescue came, the oldest first.
SELECT id, name, rescued_gen, rescued_lane, rescued_claim FROM awa.workers WHERE dead_since IS NOT NULL ORDER BY dead_since
