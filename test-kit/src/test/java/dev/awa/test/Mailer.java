package dev.awa.test;

import java.util.ArrayList;
import java.util.List;

/** Sends nothing, and remembers to whom. */
final class Mailer {
  private final List<String> sent = new ArrayList<>();

  void send(String email) {
    sent.add(email);
  }

  List<String> sent() {
    return List.copyOf(sent);
  }
}
