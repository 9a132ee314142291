package dev.awa.cli.top;

import dev.awa.cli.terminal.Printer;
import dev.awa.client.Awa;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jline.keymap.BindingReader;
import org.jline.keymap.KeyMap;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.Display;
import org.jline.utils.InfoCmp.Capability;
import org.jspecify.annotations.Nullable;

/** The overview on a terminal: draws, and does what the keys say. */
public final class Top implements Desk {
  private static final long PEEK_MILLIS = 200;
  private static final int END_OF_INPUT = -1;
  private static final Duration STALE = Duration.ofSeconds(3);

  private final Terminal terminal;
  private final String title;
  private final @Nullable String production;
  private final Duration every;
  private final Deque<View> views = new ConcurrentLinkedDeque<>();
  private final Behind behind;
  private @Nullable Question question;
  private boolean confirmed;
  private boolean ended;

  /**
   * Prepares it.
   *
   * @param title which queue this is
   * @param by who changes something
   * @param production the name that somebody must type before the first change; null: none
   * @param every how long between two readings
   */
  public Top(
      Terminal terminal,
      Awa awa,
      String title,
      String by,
      @Nullable String production,
      Duration every) {
    this.terminal = terminal;
    this.title = title;
    this.production = production;
    this.every = every;
    views.push(new QueuesView(by));
    behind = new Behind(awa, views::getFirst, every);
  }

  /** Shows it until somebody ends it. */
  public void run() {
    Attributes before = terminal.enterRawMode();
    terminal.puts(Capability.enter_ca_mode);
    terminal.puts(Capability.cursor_invisible);
    try (behind) {
      Display display = new Display(terminal, true);
      BindingReader keys = new BindingReader(terminal.reader());
      KeyMap<String> map = Keys.of(terminal);
      while (!ended) {
        draw(display);
        int next = keys.peekCharacter(PEEK_MILLIS);
        if (next == END_OF_INPUT) {
          return;
        }
        if (next >= 0) {
          press(keys.readBinding(map), keys.getLastBinding());
        }
      }
    } finally {
      terminal.puts(Capability.cursor_visible);
      terminal.puts(Capability.exit_ca_mode);
      terminal.setAttributes(before);
      terminal.flush();
    }
  }

  // --- the picture ---

  private void draw(Display display) {
    // some terminals don't say how large they are
    int width = terminal.getColumns() <= 0 ? 80 : Math.max(20, terminal.getColumns());
    int height = terminal.getRows() <= 0 ? 24 : Math.max(6, terminal.getRows());
    if (width != display.getColumns() || height != display.getRows()) {
      display.resize(Size.of(width, height));
      display.clear(); // a terminal keeps what stood elsewhere
    }
    display.update(picture(width, height), 0);
  }

  private List<AttributedString> picture(int width, int height) {
    List<AttributedString> lines = new ArrayList<>();
    lines.add(Paint.selected(Columns.fitted(head(width), width)));
    views.getFirst().draw(width, height - 3).stream().limit(height - 3L).forEach(lines::add);
    while (lines.size() < height - 2) {
      lines.add(Paint.plain(""));
    }
    lines.add(message());
    lines.add(Paint.selected(Columns.fitted(last(width), width)));
    return lines.stream().map(line -> line.columnSubSequence(0, width)).toList();
  }

  private String head(int width) {
    String left = "awa top  " + title;
    String right = age();
    int gap = width - left.length() - right.length();
    return gap > 1 ? left + " ".repeat(gap) + right : right + "  " + left;
  }

  private String age() {
    Instant at = behind.readAt();
    return at == null ? "" : Printer.time(at).substring(11, 19) + " UTC";
  }

  private AttributedString message() {
    String trouble = behind.trouble();
    if (trouble != null) {
      return Paint.trouble("! " + trouble);
    }
    if (behind.silence().compareTo(every.plus(STALE)) > 0) {
      return Paint.trouble("! the database has not answered for " + Ago.span(behind.silence()));
    }
    return Paint.plain(behind.isChanging() ? "a change is on its way" : behind.said());
  }

  private String last(int width) {
    return question == null ? views.getFirst().keys() + "  q quit" : question.line(width);
  }

  // --- the keys ---

  private void press(String key, String text) {
    if (question != null) {
      Question asked = question;
      if (asked.press(key, text) && question == asked) {
        question = null;
      }
      return;
    }
    switch (key.equals(Keys.TYPED) ? text : key) {
      case "q" -> end();
      case Keys.INTERRUPT -> ended = true;
      case Keys.ESCAPE, Keys.BACKSPACE -> back();
      case String other -> views.getFirst().press(other, this);
    }
  }

  /** A change that is on its way may be broken off. */
  private void end() {
    if (behind.isChanging()) {
      confirm("A change is not done yet. End all the same?", () -> ended = true);
    } else {
      ended = true;
    }
  }

  private void back() {
    if (views.size() > 1) {
      views.pop();
      refresh();
    }
  }

  @Override
  public void open(View view) {
    views.push(view);
    refresh();
  }

  @Override
  public void refresh() {
    behind.refresh();
  }

  @Override
  public void ask(String words, Consumer<String> then) {
    question = new Question(words, then);
  }

  @Override
  public void confirm(String words, Runnable then) {
    ask(
        words + " [y/N]",
        answer -> {
          if (answer.strip().toLowerCase(Locale.ROOT).startsWith("y")) {
            then.run();
          }
        });
  }

  @Override
  public void change(Function<Awa, String> deed) {
    if (production == null || confirmed) {
      behind.change(deed);
      return;
    }
    ask(
        "This changes production. Type " + production + " to go on:",
        answer -> {
          confirmed = answer.strip().equals(production);
          behind.change(confirmed ? deed : awa -> "nothing was done");
        });
  }
}
