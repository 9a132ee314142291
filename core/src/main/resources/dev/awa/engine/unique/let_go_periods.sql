-- Lets go of the unique keys of periods that are over. See functions/let_go_periods.sql.
SELECT awa.let_go_periods(?)
