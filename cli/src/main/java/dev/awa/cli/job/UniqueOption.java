package dev.awa.cli.job;

import dev.awa.Unique;
import dev.awa.admin.UniqueRule;
import dev.awa.cli.terminal.UsageFailure;
import java.util.Map;

/** Reads a unique rule as the SQL function {@code awa.enqueue} has it. */
public final class UniqueOption {
  private UniqueOption() {}

  public static Unique read(Map<String, Object> rule) {
    try {
      return UniqueRule.read(rule);
    } catch (IllegalArgumentException e) {
      throw new UsageFailure("--unique: " + e.getMessage());
    }
  }
}
