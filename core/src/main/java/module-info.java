/** Awa: a job queue that lives in PostgreSQL. The storage engine is not exported. */
module dev.awa {
  requires java.management;
  requires transitive java.sql;
  requires org.postgresql.jdbc;
  requires org.slf4j;
  requires tools.jackson.databind;
  requires static com.fasterxml.jackson.databind;
  requires static org.jspecify;

  exports dev.awa;
  exports dev.awa.client;
  exports dev.awa.cron;
  exports dev.awa.event;
  exports dev.awa.json;
  exports dev.awa.schedule;
  exports dev.awa.worker;
}
