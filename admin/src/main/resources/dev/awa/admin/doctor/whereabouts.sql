-- Which server and database this is, as whom, and since when the server is up.
SELECT current_database() AS database, current_user AS role,
  coalesce(host(inet_server_addr()), '') AS address, coalesce(inet_server_port(), 0) AS port,
  current_setting('server_version') AS version, pg_is_in_recovery() AS standby,
  pg_postmaster_start_time() AS started_at
