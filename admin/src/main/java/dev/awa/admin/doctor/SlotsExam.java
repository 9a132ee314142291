package dev.awa.admin.doctor;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Replication slots that keep WAL. */
final class SlotsExam implements Exam {
  private final long much;

  SlotsExam() {
    this(10_000_000_000L);
  }

  /** Finds slots that keep so many bytes, a tenth of them where nobody reads. */
  SlotsExam(long much) {
    this.much = much;
  }

  @Override
  public String name() {
    return "slots";
  }

  @Override
  public String about() {
    return "replication slots, and how much WAL each keeps";
  }

  private record Slot(String name, boolean active, @Nullable String status, long kept) {}

  @Override
  public List<Finding> on(Patient patient) throws SQLException {
    List<Slot> slots =
        patient.rows(
            "slots",
            row ->
                new Slot(
                    row.getString("name"),
                    row.getBoolean("active"),
                    row.getString("status"),
                    row.getLong("kept")));
    List<Finding> findings = new ArrayList<>();
    for (Slot slot : slots) {
      String drop = "SELECT pg_drop_replication_slot(" + Quoted.literal(slot.name()) + ");";
      if ("lost".equals(slot.status())) {
        findings.add(
            problem(
                "replication slot " + slot.name() + " has lost WAL that it needs",
                "wal_status lost",
                "its consumer can't go on",
                drop + " then set its consumer up anew"));
      } else if (slot.kept() > much || (!slot.active() && slot.kept() > much / 10)) {
        findings.add(
            warning(
                "replication slot " + slot.name() + " keeps much WAL",
                Ago.size(slot.kept()) + ", " + (slot.active() ? "active" : "nobody reads it"),
                "a busy queue writes WAL fast: the disk fills, and the server stops",
                "let its consumer go on; or bound it: max_slot_wal_keep_size; or: " + drop));
      }
    }
    return findings;
  }
}
