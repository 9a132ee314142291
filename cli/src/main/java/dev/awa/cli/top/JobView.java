package dev.awa.cli.top;

import dev.awa.cli.job.ShownJob;
import dev.awa.client.Awa;
import java.util.List;
import org.jline.utils.AttributedString;
import org.jspecify.annotations.Nullable;

/** One job with all that {@code awa job show} tells. */
final class JobView implements View {
  private final long id;
  private final String by;
  private int top;
  private int height = 1;
  private volatile @Nullable List<String> lines;

  JobView(long id, String by) {
    this.id = id;
    this.by = by;
  }

  /** Shows the job of an id that somebody typed. */
  static void open(String text, String by, Desk desk) {
    try {
      desk.open(new JobView(Long.parseLong(text.strip()), by));
    } catch (NumberFormatException e) {
      desk.change(awa -> "\"" + text.strip() + "\" is no job id");
    }
  }

  @Override
  public void read(Awa awa) {
    lines =
        ShownJob.of(awa, id, false)
            .map(ShownJob::lines)
            .orElse(List.of("job " + id + ": there is none, or its history is no longer kept"));
  }

  @Override
  public List<AttributedString> draw(int width, int high) {
    List<String> all = lines;
    if (all == null) {
      return List.of(Paint.plain("reading ..."));
    }
    height = high;
    top = Math.clamp(top, 0, Math.max(0, all.size() - height));
    return all.stream().skip(top).limit(height).map(Paint::plain).toList();
  }

  @Override
  public String keys() {
    return "c cancel  t retry  up down page  Esc back";
  }

  @Override
  public void press(String key, Desk desk) {
    top =
        switch (key) {
          case Keys.UP, "k" -> top - 1;
          case Keys.DOWN, "j" -> top + 1;
          case Keys.PAGE_UP -> top - height;
          case Keys.PAGE_DOWN -> top + height;
          case Keys.HOME, "g" -> 0;
          case Keys.END, "G" -> Integer.MAX_VALUE;
          default -> top;
        };
    JobKeys.press(key, id, by, desk);
  }
}
