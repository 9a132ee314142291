-- Sums the state changes that no count should read; how many. See awa.tally_states.
-- For: worker.
SELECT awa.tally_states(?, ?, ?, ?) AS added
