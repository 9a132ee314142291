package dev.awa.admin.http;

import dev.awa.StoredJob;
import dev.awa.client.Awa;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A request that was understood: the values of its parameters, who asks, and the client. */
final class Call {
  /** The largest body: arguments of a job, with room for their escapes. */
  static final int BODY_BYTES = 2 * 1024 * 1024;

  /** The largest body of somebody who has not logged in: a name and a password, escaped. */
  static final int OPEN_BODY_BYTES = 16 * 1024;

  private final Awa awa;
  private final Caller caller;
  private final Map<Parameter<?>, Object> values;
  private final Masks masks;
  private final Revealer revealer;

  Call(Awa awa, Caller caller, Map<Parameter<?>, Object> values, Masks masks, Revealer revealer) {
    this.masks = masks;
    this.revealer = revealer;
    this.awa = awa;
    this.caller = caller;
    this.values = values;
  }

  Awa awa() {
    return awa;
  }

  Principal principal() {
    return caller.principal();
  }

  Outside outside() {
    return caller.outside();
  }

  Request request() {
    return caller.request();
  }

  /** Who changes something, for the history. */
  String by() {
    return principal().name();
  }

  /** A value that is needed, or has a default. */
  <T> T get(Parameter<T> parameter) {
    return Objects.requireNonNull(find(parameter), parameter.name());
  }

  /** A value; null when the request has none and there is no default. */
  @SuppressWarnings("unchecked") // put there by the parameter's own type
  <T> @Nullable T find(Parameter<T> parameter) {
    T value = (T) values.get(parameter);
    return value == null ? parameter.byDefault() : value;
  }

  /** Masks what a job, or each of a list of jobs, must not show. */
  @SuppressWarnings("unchecked") // documents have names of text
  void hideIn(@Nullable Object jobs) {
    if (jobs instanceof List<?> list) {
      list.forEach(this::hideIn);
    } else if (jobs instanceof Map<?, ?> job) {
      masks.hideIn((Map<String, @Nullable Object>) job);
    }
  }

  /** A job with arguments that can be read, as far as this server can read them. */
  Revealed revealed(StoredJob job) {
    return Revealed.of(job, revealer);
  }

  /** Refuses a role that is too small for what a parameter asks for. */
  void require(Role role, String what) {
    if (!principal().role().includes(role)) {
      throw Problem.of(
          Problem.Kind.FORBIDDEN,
          what + " needs the role " + role.word() + ", and you have " + principal().role().word(),
          "Ask somebody who has it, or leave it out");
    }
  }
}
