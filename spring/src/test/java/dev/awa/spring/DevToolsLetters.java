package dev.awa.spring;

/** A handler of an application that DevTools starts anew, with other classes each time. */
public final class DevToolsLetters {
  /** Where it says what it has handled: every class loader sees a property of the system. */
  static final String DIARY = "awa.test.letters";

  /** The arguments. */
  public record Letter(int n) {}

  /** Says of which class it is. */
  @AwaHandler(kind = "letter")
  public void send(Letter letter) {
    String line = letter.n() + "@" + System.identityHashCode(getClass()) + " ";
    System.setProperty(DIARY, System.getProperty(DIARY, "") + line);
  }
}
