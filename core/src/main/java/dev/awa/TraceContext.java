package dev.awa;

import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The place in a trace where a job was enqueued, as the headers {@code traceparent} and {@code
 * tracestate} of W3C Trace Context say it. A job carries it to each of its attempts, so that a
 * tracer can join the attempts to the trace. Immutable.
 *
 * <p>Texts that come from outside are read with {@link #ifValid}: a broken header of somebody else
 * must never keep a job from being enqueued. {@link #of} is for texts that are known to be good,
 * and refuses others.
 */
public final class TraceContext {
  /** 55 characters in version 00; a later version may add something after a hyphen. */
  private static final Pattern TRACEPARENT =
      Pattern.compile(
          "(?!ff|00.{54})[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}"
              + "(?:-[!-~]{0,200})?");

  private static final String ENTRY = "(?:[a-z0-9][a-z0-9_*/@-]*=[ -+.-<>-~-]*[!-+.-<>-~-])?";
  private static final Pattern TRACESTATE =
      Pattern.compile("[ \\t]*" + ENTRY + "(?:[ \\t]*,[ \\t]*" + ENTRY + "){0,31}[ \\t]*");

  private static final String TRACEPARENT_RULE =
      "must be a traceparent of W3C Trace Context, as"
          + " 00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  private static final String TRACESTATE_RULE =
      "must be a tracestate of W3C Trace Context: at most 32 entries key=value and "
          + Limits.TRACESTATE_CHARACTERS
          + " characters";

  private final String traceparent;
  private final @Nullable String tracestate;

  private TraceContext(String traceparent, @Nullable String tracestate) {
    this.traceparent = traceparent;
    this.tracestate = tracestate;
  }

  /**
   * A trace context without a {@code tracestate}.
   *
   * @throws InvalidJobException when the text is no traceparent
   */
  public static TraceContext of(String traceparent) {
    return of(traceparent, null);
  }

  /**
   * A trace context.
   *
   * @param traceparent version, trace id, span id and flags: 55 characters in version 00, at most
   *     256 in a later one
   * @param tracestate what tracers add, at most 512 characters; null or empty for nothing
   * @throws InvalidJobException when one of the texts is not what W3C Trace Context says
   */
  public static TraceContext of(String traceparent, @Nullable String tracestate) {
    if (!isTraceparent(traceparent)) {
      throw new InvalidJobException("traceparent", traceparent, TRACEPARENT_RULE);
    }
    if (!isTracestate(tracestate)) {
      throw new InvalidJobException("tracestate", tracestate, TRACESTATE_RULE);
    }
    return new TraceContext(traceparent, emptyToNull(tracestate));
  }

  /**
   * A trace context of texts that may be missing or broken. As W3C Trace Context says, a broken
   * {@code traceparent} is no trace context at all, and a broken {@code tracestate} is left out.
   */
  public static Optional<TraceContext> ifValid(
      @Nullable String traceparent, @Nullable String tracestate) {
    if (!isTraceparent(traceparent)) {
      return Optional.empty();
    }
    String state = isTracestate(tracestate) ? emptyToNull(tracestate) : null;
    return Optional.of(new TraceContext(Objects.requireNonNull(traceparent), state));
  }

  private static boolean isTraceparent(@Nullable String text) {
    return text != null && TRACEPARENT.matcher(text).matches();
  }

  private static boolean isTracestate(@Nullable String text) {
    return text == null
        || (text.length() <= Limits.TRACESTATE_CHARACTERS && TRACESTATE.matcher(text).matches());
  }

  private static @Nullable String emptyToNull(@Nullable String text) {
    return text == null || text.isEmpty() ? null : text;
  }

  /** The header {@code traceparent}: version, trace id, span id and flags. */
  public String traceparent() {
    return traceparent;
  }

  /** The header {@code tracestate}, at most 512 characters; null when there is none. */
  public @Nullable String tracestate() {
    return tracestate;
  }

  /** The trace: 32 hexadecimal digits. */
  public String traceId() {
    return traceparent.substring(3, 35);
  }

  /** The span in which the job was enqueued: 16 hexadecimal digits. */
  public String spanId() {
    return traceparent.substring(36, 52);
  }

  /** Whether both texts of both are equal. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TraceContext that
        && traceparent.equals(that.traceparent)
        && Objects.equals(tracestate, that.tracestate);
  }

  @Override
  public int hashCode() {
    return Objects.hash(traceparent, tracestate);
  }

  @Override
  public String toString() {
    return tracestate == null ? traceparent : traceparent + " " + tracestate;
  }
}
