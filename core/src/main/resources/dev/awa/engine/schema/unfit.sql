-- Why the schema can't be used as it is, and what to do, each a sentence; no row when it can.
-- For: reader, operator, worker.
SELECT why, cure FROM awa.unfit()
