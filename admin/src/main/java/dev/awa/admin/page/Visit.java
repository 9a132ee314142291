package dev.awa.admin.page;

import dev.awa.admin.Documents;
import dev.awa.admin.http.Admin;
import dev.awa.admin.http.Capabilities;
import dev.awa.admin.http.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A page that somebody asks for, and what the page asks the API for in their name. Role, reach,
 * masks, time limits and the note of a change are the API's: a page can do no more.
 */
final class Visit {
  private static final String NOTHING = "";

  private final Admin admin;
  private final Instance instance;
  private final PageRequest request;
  private final Samples samples;
  private final Fields query;
  private final Capabilities me;
  private @Nullable Counts counts;

  private Visit(
      Admin admin,
      Instance instance,
      PageRequest request,
      Samples samples,
      Fields query,
      @Nullable Capabilities me) {
    this.admin = admin;
    this.instance = instance;
    this.request = request;
    this.samples = samples;
    this.query = query;
    this.me = me == null ? (Capabilities) found(ask("GET", "/capabilities", NOTHING)) : me;
  }

  /** A visit of somebody who has logged in; refused when nobody has. */
  static Visit of(Admin admin, Instance instance, PageRequest request, Samples samples) {
    return new Visit(admin, instance, request, samples, Fields.of(request.query()), null);
  }

  private Reply ask(String method, String target, String json) {
    return admin.reply(request.asking(method, target, json));
  }

  private static Object found(Reply reply) {
    if (!reply.isGood()) {
      throw Refused.of(reply);
    }
    return Objects.requireNonNull(reply.document());
  }

  /** What the API answers to {@code GET}; refused when that is a problem. */
  <T> T get(Class<T> type, String target) {
    return type.cast(found(ask("GET", target, NOTHING)));
  }

  /** The same, a list. */
  @SuppressWarnings("unchecked") // the routes say what their lists hold
  <T> List<T> list(String target) {
    return (List<T>) get(List.class, target);
  }

  /** The same, what is known of one thing. */
  @SuppressWarnings("unchecked") // names and what they stand for
  Map<String, Object> map(String target) {
    return (Map<String, Object>) get(Map.class, target);
  }

  /**
   * The same, but a few seconds old at most and read once for all who look. Who is let into some
   * queues only, or may not see it, is refused.
   *
   * @param operation the name of the route
   */
  Samples.Sample shared(String operation, String target) {
    return shared(operation, target, Samples.FRESH);
  }

  /** The same, up to so old. */
  Samples.Sample shared(String operation, String target, Duration old) {
    if (isRestricted() || refusal(operation) != null) {
      throw Refused.of(
          403, "That is not allowed", "You may not see this: it is about every queue.");
    }
    return samples.of(target, () -> found(ask("GET", target, NOTHING)), old);
  }

  /** What the queues hold; read once for the page and what is around it. */
  Counts counts() {
    if (counts == null) {
      counts = Counts.of(this);
    }
    return counts;
  }

  /** Changes something; refused when the API refuses it. */
  Object change(String method, String target, Map<String, ?> body) {
    String json = body.isEmpty() ? NOTHING : Documents.JSON.writeValueAsString(body);
    return found(ask(method, target, json));
  }

  /** This moment, in the zone that the visitor wants times in. */
  Now now() {
    return now(Instant.now());
  }

  /** The moment of a sample, in that zone. */
  Now now(Instant at) {
    return new Now(at, request.zone());
  }

  /** What the pages call this database. */
  Instance instance() {
    return instance;
  }

  PageRequest request() {
    return request;
  }

  /** A part of the path, not decoded: as the API takes it. */
  String segment(int at) {
    return request.segments().get(at);
  }

  Fields query() {
    return query;
  }

  Capabilities me() {
    return me;
  }

  boolean isRestricted() {
    return !me.queues().isEmpty();
  }

  /** Why the visitor can't do something, in words; null when they can. */
  @Nullable String refusal(String operation) {
    if (me.operations().contains(operation)) {
      return null;
    }
    return me.readOnly() && !operation.endsWith("-list")
        ? "This server is read-only."
        : "Your role, " + me.role() + ", does not include this.";
  }
}
