package dev.awa.admin.http;

import java.util.Optional;

/**
 * Lets everybody in who can reach the port, with one role: for a server on the loopback address of
 * one's own machine. Every answer says so in its header {@code Awa-Login: none}.
 */
public record NoLogin(Principal everybody) implements Access {
  @Override
  public Optional<Principal> of(Request request) {
    return Optional.of(everybody);
  }

  @Override
  public boolean isOpen() {
    return true;
  }
}
