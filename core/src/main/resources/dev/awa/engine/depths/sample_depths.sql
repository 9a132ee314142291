-- Writes down what some queues hold. See awa.sample_depths.
-- For: worker.
SELECT awa.sample_depths(?, ?, ?, ?) AS at
