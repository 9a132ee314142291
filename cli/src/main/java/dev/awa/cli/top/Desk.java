package dev.awa.cli.top;

import dev.awa.client.Awa;
import java.util.function.Consumer;
import java.util.function.Function;

/** What a view may ask for. */
interface Desk {
  /** Shows another view, from which Escape leads back. */
  void open(View view);

  /** Asks for a line of text; nothing happens when it is broken off. */
  void ask(String question, Consumer<String> then);

  /**
   * Asks whether a change is meant.
   *
   * @param question what would be done to what: it names the job or the queue
   */
  void confirm(String question, Runnable then);

  /**
   * Changes something, beside the thread that draws; then everything is read anew.
   *
   * @param deed answers in words what became of it
   */
  void change(Function<Awa, String> deed);

  /** Reads what is shown at once. */
  void refresh();
}
