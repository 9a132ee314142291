package dev.awa.admin.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How states are judged that no server of a test can be brought into. */
final class JudgedTest {
  private static final long MILLION = 1_000_000;

  private static List<Level> levels(long age, long due) {
    List<Finding> findings = new ArrayList<>();
    new AutovacuumExam()
        .judge(new AutovacuumExam.Age("transactions", age * MILLION, due * MILLION), findings);
    return findings.stream().map(Finding::level).toList();
  }

  /** Vacuum may be set to come late. */
  @Test
  void theAgeOfTheDatabaseIsJudgedByWhenVacuumIsDue() {
    assertThat(levels(300, 200)).isEmpty();
    assertThat(levels(500, 200)).containsExactly(Level.WARNING);
    assertThat(levels(1200, 200)).containsExactly(Level.PROBLEM);
    assertThat(levels(1400, 1500)).isEmpty();
    assertThat(levels(1600, 1500)).containsExactly(Level.WARNING);
    assertThat(levels(1900, 1500)).containsExactly(Level.PROBLEM);
  }

  @Test
  void aSettingIsTakenBackWhereItIsMade() {
    assertThat(change(null, null)).isEqualTo("ALTER ROLE ALL RESET search_path;");
    assertThat(change("shop", null)).isEqualTo("ALTER ROLE shop RESET search_path;");
    assertThat(change(null, "db")).isEqualTo("ALTER DATABASE db RESET search_path;");
    assertThat(change("shop", "db")).isEqualTo("ALTER ROLE shop IN DATABASE db RESET search_path;");
  }

  private static String change(@Nullable String role, @Nullable String database) {
    return new SessionExam.Setting(role, database, "search_path=x").change();
  }
}
