package dev.awa.admin;

/** The {@code awa} command. */
public final class Main {
  private Main() {}

  public static void main(String[] arguments) {
    System.out.println("awa 0.1.0");
  }
}
