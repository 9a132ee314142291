package dev.awa.admin.doctor;

import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How full the server's queue of notifications is. */
final class NotificationsExam implements Exam {
  private final double much;

  NotificationsExam() {
    this(0.1);
  }

  /** Finds the queue when so much of it is used, of 1. */
  NotificationsExam(double much) {
    this.much = much;
  }

  @Override
  public String name() {
    return "notifications";
  }

  @Override
  public String about() {
    return "how full the server's queue of notifications is";
  }

  private record State(double usage, @Nullable String who) {}

  @Override
  public List<Finding> on(Patient patient) throws SQLException {
    State state =
        patient.row(
            "notifications", row -> new State(row.getDouble("usage"), row.getString("who")));
    if (state.usage() < much) {
      return List.of();
    }
    return List.of(
        problem(
            "the queue of notifications fills up",
            String.format(
                Locale.ROOT,
                "%.0f %% of it; open for longer than a minute: %s",
                state.usage() * 100,
                state.who() == null ? "nobody that this role sees" : state.who()),
            "when it is full, every commit that notifies fails: nothing can be enqueued",
            "end the listening session that has been in a transaction for longest"));
  }
}
