-- Puts retired lanes to use again that have a run to give. See functions/revive_lanes.sql.
SELECT awa.revive_lanes(?, ?)
