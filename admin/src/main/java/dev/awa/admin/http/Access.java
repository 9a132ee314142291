package dev.awa.admin.http;

import java.util.Optional;

/**
 * Says who sends a request. An application maps its own login: {@code request ->
 * Optional.ofNullable(request.user()).map(user -> Principal.of(user.getName(), Role.VIEW))}.
 * Without an {@code Access} there is no admin API. It is asked once for each request, on the
 * request's thread, and must be safe for use by several threads. When it has not known 20 logins in
 * the header {@code Authorization} from one address within a minute, it is asked about no other
 * from there until the minute is over, but for those that it has let in before.
 */
public interface Access {
  /** Who sends the request; empty when nobody has logged in: answered with 401. */
  Optional<Principal> of(Request request);

  /**
   * What a client is told that has not logged in: the value of {@code WWW-Authenticate}; default
   * {@code Bearer}.
   */
  default String challenge() {
    return "Bearer realm=\"awa\"";
  }

  /** Whether everybody is let in without a login; such an API says so in every answer. */
  default boolean isOpen() {
    return false;
  }
}
