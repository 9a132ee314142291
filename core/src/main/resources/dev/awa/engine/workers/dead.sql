-- The workers that were declared dead and how far their rescue came, the oldest first.
SELECT id, name, rescued_gen, rescued_lane, rescued_claim FROM awa.workers WHERE state = 'dead' ORDER BY beat_at
