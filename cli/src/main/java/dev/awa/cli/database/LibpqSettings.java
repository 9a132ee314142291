package dev.awa.cli.database;

import static java.util.Map.entry;

import dev.awa.cli.terminal.UsageFailure;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What libpq would connect with, in the words of the JDBC driver. A parameter that the driver can't
 * honour is refused, and not passed over: the connection would be another one than was asked for.
 */
final class LibpqSettings {
  private static final String DEFAULT_PORT = "5432";

  /** Parameters that stand for the server, the user and the database. */
  private static final Set<String> PLACE =
      Set.of("host", "hostaddr", "port", "dbname", "user", "password", "passfile");

  /** The driver's names of what means the same to it. */
  private static final Map<String, String> SAME =
      Map.ofEntries(
          entry("sslmode", "sslmode"),
          entry("sslcert", "sslcert"),
          entry("sslkey", "sslkey"),
          entry("sslpassword", "sslpassword"),
          entry("sslrootcert", "sslrootcert"),
          entry("sslnegotiation", "sslNegotiation"),
          entry("options", "options"),
          entry("connect_timeout", "connectTimeout"),
          entry("gssencmode", "gssEncMode"),
          entry("krbsrvname", "kerberosServerName"),
          entry("channel_binding", "channelBinding"));

  private static final Map<String, String> SERVER_TYPES =
      Map.of(
          "any", "any",
          "read-write", "primary",
          "primary", "primary",
          "read-only", "secondary",
          "standby", "secondary",
          "prefer-standby", "preferSecondary");

  /** What libpq knows besides, and the driver does not. */
  private static final Set<String> UNABLE =
      Set.of(
          "service",
          "servicefile",
          "sslcrl",
          "sslcrldir",
          "sslsni",
          "sslcompression",
          "sslcertmode",
          "ssl_min_protocol_version",
          "ssl_max_protocol_version",
          "requirepeer",
          "require_auth",
          "replication",
          "gsslib",
          "gssdelegation",
          "keepalives_idle",
          "keepalives_interval",
          "keepalives_count",
          "tcp_user_timeout",
          "min_protocol_version",
          "max_protocol_version",
          "scram_client_key",
          "scram_server_key",
          "oauth_issuer",
          "oauth_client_id",
          "oauth_client_secret",
          "oauth_scope",
          "sslkeylogfile");

  /** The variables that libpq reads for a parameter that is not named. */
  private static final Map<String, String> VARIABLES =
      Map.ofEntries(
          entry("host", "PGHOST"),
          entry("hostaddr", "PGHOSTADDR"),
          entry("port", "PGPORT"),
          entry("dbname", "PGDATABASE"),
          entry("user", "PGUSER"),
          entry("password", "PGPASSWORD"),
          entry("service", "PGSERVICE"),
          entry("options", "PGOPTIONS"),
          entry("application_name", "PGAPPNAME"),
          entry("sslmode", "PGSSLMODE"),
          entry("sslcert", "PGSSLCERT"),
          entry("sslkey", "PGSSLKEY"),
          entry("sslrootcert", "PGSSLROOTCERT"),
          entry("sslnegotiation", "PGSSLNEGOTIATION"),
          entry("gssencmode", "PGGSSENCMODE"),
          entry("krbsrvname", "PGKRBSRVNAME"),
          entry("channel_binding", "PGCHANNELBINDING"),
          entry("connect_timeout", "PGCONNECT_TIMEOUT"),
          entry("target_session_attrs", "PGTARGETSESSIONATTRS"),
          entry("load_balance_hosts", "PGLOADBALANCEHOSTS"),
          entry("requirepeer", "PGREQUIREPEER"),
          entry("require_auth", "PGREQUIREAUTH"));

  private final Map<String, String> settings = new LinkedHashMap<>();

  /** What was named, and what the environment says of what was not. */
  LibpqSettings(Map<String, String> named, Map<String, String> environment) {
    settings.putAll(named);
    new TreeMap<>(VARIABLES)
        .forEach((key, variable) -> {
          String value = environment.getOrDefault(variable, "");
          if (!value.isEmpty() && !isOtherPlace(key, named)) {
            settings.putIfAbsent(key, value);
          }
        });
    settings.values().removeIf(String::isEmpty); // as if it were not named
  }

  /** An address of the environment belongs to the host of the environment. */
  private static boolean isOtherPlace(String key, Map<String, String> named) {
    return switch (key) {
      case "hostaddr" -> named.containsKey("host");
      case "service" -> named.containsKey("host") || named.containsKey("hostaddr");
      default -> false;
    };
  }

  /** The same for the driver. */
  DatabaseUrl url(PasswordFile passwords) {
    List<String> hosts = hosts();
    List<String> ports = ports(hosts.size());
    String user = settings.getOrDefault("user", System.getProperty("user.name", ""));
    String database = settings.getOrDefault("dbname", user);
    List<String> places = new ArrayList<>();
    for (int i = 0; i < hosts.size(); i++) {
      places.add(place(hosts.get(i)) + ':' + ports.get(i));
    }
    String jdbc =
        "jdbc:postgresql://"
            + String.join(",", places)
            + '/'
            + encoded(database)
            + parameters().entrySet().stream()
                .map(parameter -> parameter.getKey() + '=' + encoded(parameter.getValue()))
                .collect(Collectors.joining("&", "?", ""))
                .replaceAll("\\?$", "");
    return new DatabaseUrl(jdbc, user, password(passwords, hosts, ports, database, user));
  }

  private List<String> hosts() {
    String hosts = settings.getOrDefault("host", "");
    String addresses = settings.getOrDefault("hostaddr", "");
    List<String> names = List.of(hosts.split(",", -1));
    List<String> list = addresses.isEmpty() ? names : List.of(addresses.split(",", -1));
    if (!addresses.isEmpty() && !hosts.isEmpty()) {
      if (names.size() != list.size()) {
        throw refused("hostaddr", "must name as many addresses as there are hosts");
      }
      if (settings.getOrDefault("sslmode", "").equals("verify-full")) {
        throw refused("hostaddr", "can't be used with sslmode=verify-full: name the host alone");
      }
    }
    if (list.size() == 1 && list.getFirst().isEmpty()) {
      return List.of("localhost");
    }
    list.forEach(LibpqSettings::requireHost);
    return list;
  }

  private static void requireHost(String host) {
    if (host.startsWith("/") || host.startsWith("@")) {
      throw refused(
          "host", "Unix sockets are not supported, got " + host + "; name a host, or localhost");
    }
    if (host.isEmpty()) {
      throw refused("host", "one of several is empty");
    }
    if (!host.matches("[^\\s/?#@,\\[\\]&%]+")) {
      throw refused("host", "is no name or address: " + host);
    }
  }

  private static String place(String host) {
    return host.indexOf(':') < 0 ? host : '[' + host + ']';
  }

  private List<String> ports(int hosts) {
    List<String> ports = List.of(settings.getOrDefault("port", DEFAULT_PORT).split(",", -1));
    if (ports.size() != 1 && ports.size() != hosts) {
      throw refused("port", "must be one, or as many as there are hosts (" + hosts + ")");
    }
    List<String> all = new ArrayList<>();
    for (int i = 0; i < hosts; i++) {
      String port = ports.get(ports.size() == 1 ? 0 : i).strip();
      all.add(port.isEmpty() ? DEFAULT_PORT : port);
    }
    all.forEach(port -> {
      if (!port.matches("[0-9]{1,5}")
          || Integer.parseInt(port) < 1
          || Integer.parseInt(port) > 65535) {
        throw refused("port", "must be 1 to 65535, got " + port);
      }
    });
    return all;
  }

  private Map<String, String> parameters() {
    Map<String, String> parameters = new LinkedHashMap<>();
    settings.forEach((key, value) -> {
      if (key.equals("client_encoding")) {
        requireUtf8(value);
      } else if (key.equals("fallback_application_name")) {
        parameters.putIfAbsent("ApplicationName", settings.getOrDefault("application_name", value));
      } else if (!PLACE.contains(key)) {
        parameters.put(name(key), value(key, value));
      }
    });
    return parameters;
  }

  private static String name(String key) {
    if (SAME.containsKey(key)) {
      return SAME.get(key);
    }
    return switch (key) {
      case "target_session_attrs" -> "targetServerType";
      case "load_balance_hosts" -> "loadBalanceHosts";
      case "keepalives" -> "tcpKeepAlive";
      case "application_name" -> "ApplicationName";
      default ->
          throw refused(
              key,
              UNABLE.contains(key)
                  ? "can't be honoured here; leave it out, or give a jdbc:postgresql: URL"
                  : "is no parameter of a connection");
    };
  }

  private static void requireUtf8(String value) {
    if (!Set.of("auto", "utf8", "utf-8", "unicode").contains(value.toLowerCase(Locale.ROOT))) {
      throw refused("client_encoding", "is always UTF8, got " + value);
    }
  }

  private static String value(String key, String value) {
    return switch (key) {
      case "target_session_attrs" ->
          Optional.ofNullable(SERVER_TYPES.get(value))
              .orElseThrow(() ->
                  refused(
                      key,
                      "must be any, read-write, read-only, primary, standby or prefer-standby, got "
                          + value));
      case "load_balance_hosts" -> switchOf(key, value, "random", "disable");
      case "keepalives" -> switchOf(key, value, "1", "0");
      case "connect_timeout" -> seconds(value);
      case "sslmode" -> {
        if (!Set.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full")
            .contains(value)) {
          throw refused(
              key,
              "must be disable, allow, prefer, require, verify-ca or verify-full, got " + value);
        }
        yield value;
      }
      case "sslrootcert" -> {
        if (value.equals("system")) {
          throw refused(key, "\"system\" can't be honoured here; name a file");
        }
        yield value;
      }
      default -> value;
    };
  }

  private static String switchOf(String key, String value, String on, String off) {
    if (!value.equals(on) && !value.equals(off)) {
      throw refused(key, "must be " + on + " or " + off + ", got " + value);
    }
    return String.valueOf(value.equals(on));
  }

  /** libpq takes 1 for 2, and no number above zero for no limit. */
  private static String seconds(String value) {
    if (!value.strip().matches("-?[0-9]{1,9}")) {
      throw refused("connect_timeout", "must be a number of seconds, got " + value);
    }
    int seconds = Integer.parseInt(value.strip());
    return Integer.toString(seconds <= 0 ? 0 : Math.max(2, seconds));
  }

  private String password(
      PasswordFile usual, List<String> hosts, List<String> ports, String database, String user) {
    String named = settings.getOrDefault("password", "");
    if (!named.isEmpty()) {
      return named;
    }
    PasswordFile file =
        settings.containsKey("passfile")
            ? new PasswordFile(Path.of(settings.getOrDefault("passfile", "")))
            : usual;
    List<String> names = List.of(settings.getOrDefault("host", String.join(",", hosts)).split(","));
    List<String> found = new ArrayList<>();
    for (int i = 0; i < hosts.size(); i++) {
      found.add(file.password(names.get(i), ports.get(i), database, user).orElse(""));
    }
    if (found.stream().distinct().count() > 1) {
      throw refused(
          "password",
          "the password file has another one for each host; name one host, or give one");
    }
    return found.getFirst();
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  private static UsageFailure refused(String key, String why) {
    return new UsageFailure("database URL: " + key + ": " + why);
  }
}
