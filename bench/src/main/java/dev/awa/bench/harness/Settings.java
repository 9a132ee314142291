package dev.awa.bench.harness;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * What the harness asks for, from the environment.
 *
 * @param depthTarget keep so many jobs waiting instead of offering a rate; 0 means a rate
 * @param paced whether this process paces itself, rather than being told on stdin
 * @param rateFile holds the rate, and may change; empty when there is none
 */
record Settings(
    String databaseUrl,
    boolean migrateOnly,
    int depthTarget,
    boolean paced,
    double rate,
    String rateFile,
    int batchMost,
    Duration batchEvery,
    int workers,
    int payloadBytes,
    Duration work,
    Duration sampleEvery,
    int instance,
    boolean produces) {

  static Settings of(Map<String, String> environment) {
    boolean depth = "depth-target".equals(environment.get("PRODUCER_MODE"));
    int instance = number(environment, "BENCH_INSTANCE_ID", 0);
    boolean onlyFirst = isTrue(environment.getOrDefault("PRODUCER_ONLY_INSTANCE_ZERO", ""));
    return new Settings(
        required(environment, "DATABASE_URL"),
        "migrate_only".equals(environment.get("SCENARIO")),
        depth ? number(environment, "TARGET_DEPTH", 1000) : 0,
        depth || "adapter".equals(environment.get("PRODUCER_PACING")),
        Double.parseDouble(environment.getOrDefault("PRODUCER_RATE", "800")),
        environment.getOrDefault("PRODUCER_RATE_CONTROL_FILE", ""),
        number(environment, "PRODUCER_BATCH_MAX", 128),
        Duration.ofMillis(number(environment, "PRODUCER_BATCH_MS", 25)),
        number(environment, "WORKER_COUNT", 32),
        number(environment, "JOB_PAYLOAD_BYTES", 256),
        Duration.ofMillis(number(environment, "JOB_WORK_MS", 1)),
        Duration.ofSeconds(number(environment, "SAMPLE_EVERY_S", 5)),
        instance,
        instance == 0 || !onlyFirst);
  }

  private static String required(Map<String, String> environment, String name) {
    String value = environment.get(name);
    if (value == null || value.isEmpty()) {
      throw new IllegalArgumentException(name + ": must be set");
    }
    return value;
  }

  private static int number(Map<String, String> environment, String name, int otherwise) {
    String value = environment.get(name);
    return value == null || value.isEmpty() ? otherwise : Integer.parseInt(value.strip());
  }

  private static boolean isTrue(String value) {
    return "1".equals(value) || "true".equalsIgnoreCase(value);
  }

  /** The database as JDBC wants it: {@code postgres://user:password@host:port/name?options}. */
  String jdbcUrl() {
    if (databaseUrl.startsWith("jdbc:")) {
      return databaseUrl;
    }
    URI uri = URI.create(databaseUrl);
    String port = uri.getPort() < 0 ? "" : ":" + uri.getPort();
    String query = uri.getRawQuery() == null ? "" : "?" + uri.getRawQuery();
    return "jdbc:postgresql://" + uri.getHost() + port + uri.getRawPath() + query;
  }

  String user() {
    return userInfo(0);
  }

  String password() {
    return userInfo(1);
  }

  String database() {
    String path = URI.create(databaseUrl.replaceFirst("^jdbc:", "")).getPath();
    return path == null || path.length() < 2 ? "" : path.substring(1);
  }

  private String userInfo(int part) {
    String info = databaseUrl.startsWith("jdbc:") ? null : URI.create(databaseUrl).getRawUserInfo();
    String[] parts = info == null ? new String[0] : info.split(":", 2);
    return parts.length > part ? URLDecoder.decode(parts[part], StandardCharsets.UTF_8) : "";
  }
}
