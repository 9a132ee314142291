-- The history of the schema: one row a migration; version 0 is the set of server functions and views.
CREATE TABLE awa.schema_history (
  version    integer     PRIMARY KEY,
  name       text        NOT NULL,
  checksum   text        NOT NULL,
  applied_at timestamptz NOT NULL DEFAULT clock_timestamp()
)
