-- Puts retired lanes to use again that have a run to give. See awa.revive_lanes.
-- For: worker.
SELECT awa.revive_lanes(?, ?)
