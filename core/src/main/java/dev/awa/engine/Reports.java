package dev.awa.engine;

import java.io.StringWriter;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.core.JsonGenerator;

/** What running attempts tell, stored beside what they print. */
public final class Reports {
  private final Sql report;

  Reports(String schema) {
    report = Sql.of(schema, "reports/report.sql");
  }

  /**
   * Stores reports of open runs of a worker, in a transaction of its own. Those of runs that are
   * not the worker's any more are passed over.
   *
   * @return false when nothing was stored, because somebody has the worker's lock: try again
   * @throws SQLException with SQLSTATE {@link Failures#FENCED} when the worker was declared dead
   */
  public boolean report(Connection tx, long workerId, List<Report.OfRun> reports)
      throws SQLException {
    return report.one(tx, row -> row.getBoolean(1), workerId, json(reports));
  }

  private static String json(List<Report.OfRun> reports) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = PlainJson.generator(text)) {
      out.writeStartArray();
      reports.forEach(one -> PlainJson.write(out, row(one)));
      out.writeEndArray();
    }
    return text.toString();
  }

  private static Map<String, Object> row(Report.OfRun one) {
    Claim claim = one.claim();
    Run run = one.run();
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("slot", claim.slot());
    row.put("lane", claim.lane());
    row.put("claim_no", claim.claimNo());
    row.put("nonce", claim.nonce());
    row.put("ordinal", run.ordinal());
    row.put("job_id", run.jobId());
    row.put("run_no", run.runNo());
    row.put("attempt", run.attempts() + 1);
    one.report().addAsRow(row);
    return row;
  }
}
