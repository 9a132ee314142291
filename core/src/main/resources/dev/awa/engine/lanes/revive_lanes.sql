-- Puts retired lanes to use again that have a run to give. See awa.revive_lanes.
SELECT awa.revive_lanes(?, ?)
