-- Makes dead letters of failed jobs. See awa.move_to_dead_letters.
SELECT awa.move_to_dead_letters(VARIADIC ?)
