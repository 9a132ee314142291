-- Lets go of the unique keys whose term is a generation that is about to be emptied. See functions/let_go_generation.sql.
SELECT awa.let_go_generation(?, ?, ?, ?)
