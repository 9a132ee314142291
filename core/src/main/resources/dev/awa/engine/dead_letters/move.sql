-- Makes dead letters of failed jobs. See awa.move_to_dead_letters.
-- For: operator.
SELECT awa.move_to_dead_letters(VARIADIC ?)
