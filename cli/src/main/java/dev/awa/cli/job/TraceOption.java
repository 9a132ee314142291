package dev.awa.cli.job;

import dev.awa.InvalidJobException;
import dev.awa.TraceContext;
import dev.awa.cli.terminal.UsageFailure;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The trace that jobs belong to: as the options say, else as the environment says, where tools that
 * trace commands put it. What is no trace context is refused in an option, and ignored in the
 * environment: nobody who enqueues has written that.
 */
public final class TraceOption {
  @Option(
      names = "--traceparent",
      paramLabel = "TEXT",
      description =
          "The trace that the jobs belong to, as W3C Trace Context says; default: the variable"
              + " TRACEPARENT.")
  @Nullable String traceparent;

  @Option(
      names = "--tracestate",
      paramLabel = "TEXT",
      description = "What tracers add to --traceparent; default: the variable TRACESTATE.")
  @Nullable String tracestate;

  /**
   * The trace context; empty when there is none.
   *
   * @param environment the variables of this process
   * @throws UsageFailure when an option is no trace context
   */
  public Optional<TraceContext> context(Map<String, String> environment) {
    if (traceparent == null && tracestate == null) {
      return TraceContext.ifValid(environment.get("TRACEPARENT"), environment.get("TRACESTATE"));
    }
    if (traceparent == null) {
      throw new UsageFailure("--tracestate: needs --traceparent, too");
    }
    try {
      return Optional.of(TraceContext.of(traceparent, tracestate));
    } catch (InvalidJobException e) {
      throw new UsageFailure("--" + e.getMessage());
    }
  }
}
