package dev.awa.admin.doctor;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The role, and what roles and databases set for the sessions of the queue. */
final class SessionExam implements Exam {
  @Override
  public String name() {
    return "roles";
  }

  @Override
  public String about() {
    return "the role, the owner of the schema, and settings of roles and of the database";
  }

  private record Role(
      String name,
      @Nullable String owner,
      boolean ownerIsSuper,
      boolean seesAll,
      boolean anybodyCreates) {}

  record Setting(@Nullable String role, @Nullable String database, String text) {
    String where() {
      String roles = role == null ? "every role" : "role " + role;
      return database == null ? roles : roles + " in database " + database;
    }

    String change() {
      String name = text.substring(0, text.indexOf('='));
      return "ALTER " + target() + " RESET " + Quoted.setting(name) + ";";
    }

    private String target() {
      if (database == null) {
        return "ROLE " + (role == null ? "ALL" : Quoted.identifier(role));
      }
      String in = "DATABASE " + Quoted.identifier(database);
      return role == null ? in : "ROLE " + Quoted.identifier(role) + " IN " + in;
    }
  }

  @Override
  public List<Finding> on(Patient patient) throws SQLException {
    Role role =
        patient.row(
            "role",
            row ->
                new Role(
                    row.getString("role"),
                    row.getString("owner"),
                    row.getBoolean("owner_is_super"),
                    row.getBoolean("sees_all"),
                    row.getBoolean("anybody_creates")),
            patient.schema());
    List<Finding> findings = new ArrayList<>(of(role, patient.schema()));
    if (role.owner() != null) {
      patient
          .rows(
              "session",
              row ->
                  new Setting(
                      row.getString("role"), row.getString("database"), row.getString("setting")),
              patient.schema())
          .forEach(setting -> judge(setting, findings));
    }
    return findings;
  }

  private List<Finding> of(Role role, String schema) {
    List<Finding> findings = new ArrayList<>();
    if (role.ownerIsSuper()) {
      findings.add(
          warning(
              "a superuser owns the schema",
              "schema " + schema + " belongs to " + role.owner(),
              "some functions of the queue run in the name of their owner",
              "awa roles --apply"));
    }
    if (role.anybodyCreates()) {
      findings.add(
          warning(
              "everybody may create objects in the schema",
              "PUBLIC has CREATE on schema " + schema,
              "somebody can put a function there that others run",
              "REVOKE CREATE ON SCHEMA " + Quoted.identifier(schema) + " FROM PUBLIC;"));
    }
    if (!role.seesAll()) {
      findings.add(
          note(
              "this role sees little of other sessions",
              "role " + role.name() + " is no member of pg_read_all_stats",
              "who keeps the horizon or a segment may be hidden here",
              "GRANT pg_read_all_stats TO " + Quoted.identifier(role.name()) + ";"));
    }
    return findings;
  }

  private void judge(Setting setting, List<Finding> findings) {
    String text = setting.text().toLowerCase(Locale.ROOT);
    if (text.startsWith("default_transaction_isolation=") && !text.endsWith("=read committed")) {
      findings.add(
          problem(
              "transactions begin with another isolation than the queue needs",
              setting.text() + " for " + setting.where(),
              "behind a pooler workers are refused, and calls in such a transaction too",
              setting.change()));
    }
    if (text.startsWith("default_transaction_read_only=") && text.endsWith("=on")) {
      findings.add(
          problem(
              "transactions begin read-only",
              setting.text() + " for " + setting.where(),
              "nothing can be enqueued or run",
              setting.change()));
    }
    if (text.matches("(statement_timeout|transaction_timeout)=\\d{1,3}(ms)?")
        && !text.matches(".*=0(ms)?")) {
      findings.add(
          warning(
              "statements are cancelled very soon",
              setting.text() + " for " + setting.where(),
              "steps of the leader and of workers may never end",
              setting.change()));
    }
    if (text.matches("synchronous_commit=(off|local)")) {
      findings.add(
          note(
              "commits of a role are not waited for in full",
              setting.text() + " for " + setting.where(),
              "what such a role commits last may be lost with the server",
              setting.change()));
    }
  }
}
