package dev.awa.cli.command;

import dev.awa.cli.metrics.MetricsAddress;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a worker answers the probes of a platform. */
final class ProbeOption {
  @Option(
      names = "--health",
      paramLabel = "[HOST]:PORT",
      converter = MetricsAddress.Reader.class,
      description =
          "Answers probes with 200 or 503 at http://HOST:PORT/healthz (is the process alive?) and"
              + " /readyz (does the worker work?), to everybody who can reach the port. May be the"
              + " address of the metrics. Default: not answered.")
  @Nullable MetricsAddress health;
}
