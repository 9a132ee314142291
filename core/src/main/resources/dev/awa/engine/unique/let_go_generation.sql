-- Lets go of the unique keys whose term is a generation that is about to be emptied. See
-- awa.let_go_generation.
-- For: worker.
SELECT awa.let_go_generation(?, ?, ?, ?)
