-- The generations that are in the ring, oldest first.
SELECT gen, slot FROM awa.ring ORDER BY gen
