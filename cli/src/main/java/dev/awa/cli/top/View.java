package dev.awa.cli.top;

import dev.awa.client.Awa;
import java.util.List;
import org.jline.utils.AttributedString;

/** A picture that fills the terminal, and what the keys do there. */
interface View {
  /** Reads what the picture shows. Called beside the thread that draws. */
  void read(Awa awa);

  /** The picture; lines that are too long are cut. */
  List<AttributedString> draw(int width, int height);

  /**
   * A key was pressed.
   *
   * @param key a letter, or one of {@link Keys}
   */
  void press(String key, Desk desk);

  /** Which keys do something here, in a line. */
  String keys();
}
