package dev.awa.admin.page;

import dev.awa.StorageStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The ring of segments as a picture: the first slot is at the top, the others follow clockwise. */
final class Ring {
  private static final double MIDDLE = 100;
  private static final double OUTER = 94;
  private static final double INNER = 62;
  private static final double GAP = 0.8;

  /**
   * A slot.
   *
   * @param css {@code now}, {@code back} or {@code free}
   * @param path its outline
   * @param segment what is in it; null: nothing
   */
  record Slot(
      String css, String path, double x, double y, StorageStatus.@Nullable Segment segment) {
    String left() {
      return number(x);
    }

    String top() {
      return number(y);
    }
  }

  private Ring() {}

  static List<Slot> of(StorageStatus status) {
    Map<Integer, StorageStatus.Segment> bySlot =
        status.segments().stream()
            .collect(Collectors.toMap(StorageStatus.Segment::slot, Function.identity()));
    StorageStatus.Segment current = status.segments().getLast();
    List<Slot> slots = new ArrayList<>();
    double angle = 2 * Math.PI / status.slots();
    for (int slot = 0; slot < status.slots(); slot++) {
      StorageStatus.Segment segment = bySlot.get(slot);
      double middle = (slot + 0.5) * angle;
      double radius = (OUTER + INNER) / 2;
      slots.add(
          new Slot(
              segment == null ? "free" : segment.equals(current) ? "now" : "back",
              path(slot * angle, (slot + 1) * angle),
              MIDDLE + radius * Math.sin(middle),
              MIDDLE - radius * Math.cos(middle),
              segment));
    }
    return slots;
  }

  private static String path(double from, double to) {
    double outerGap = GAP / OUTER;
    double innerGap = GAP / INNER;
    return "M"
        + point(OUTER, from + outerGap)
        + "A94 94 0 0 1 "
        + point(OUTER, to - outerGap)
        + "L"
        + point(INNER, to - innerGap)
        + "A62 62 0 0 0 "
        + point(INNER, from + innerGap)
        + "z";
  }

  private static String point(double radius, double angle) {
    return number(MIDDLE + radius * Math.sin(angle))
        + " "
        + number(MIDDLE - radius * Math.cos(angle));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }
}
