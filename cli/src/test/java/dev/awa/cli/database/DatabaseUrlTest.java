package dev.awa.cli.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.cli.terminal.CommandFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What libpq says of a URL, or a refusal: never another server than the one that was named. */
class DatabaseUrlTest {
  @TempDir Path folder = Path.of("");

  private DatabaseUrl read(String text) {
    return read(text, Map.of());
  }

  private DatabaseUrl read(String text, Map<String, String> environment) {
    return DatabaseUrl.of(text, environment, new PasswordFile(folder.resolve("pgpass")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      emptyValue = "",
      textBlock =
          """
          postgres://me:p%40ss+1@db.example:5433/shop      | db.example:5433/shop | me | p@ss+1
          postgresql://me@h/d?sslmode=require               | h:5432/d?sslmode=require | me | ""
          postgres://u:p@my_host/db                         | my_host:5432/db | u | p
          postgres://u:p@h1,h2/db                           | h1:5432,h2:5432/db | u | p
          postgres://u:p@h1:1,h2:2/db                       | h1:1,h2:2/db | u | p
          postgres://u:p@h1:1,h2/db                         | h1:1,h2:5432/db | u | p
          postgres://u@h/d?target_session_attrs=read-write  | h:5432/d?targetServerType=primary | u | ""
          postgres://u@h/d?target_session_attrs=prefer-standby | h:5432/d?targetServerType=preferSecondary | u | ""
          postgres://u@h/d?application_name=a%20b           | h:5432/d?ApplicationName=a+b | u | ""
          postgres://u@h/d?options=-c%20geqo%3Doff          | h:5432/d?options=-c+geqo%3Doff | u | ""
          postgres://u@h/d?ssl=true                         | h:5432/d?sslmode=require | u | ""
          postgres://u@h/d?client_encoding=UTF8             | h:5432/d | u | ""
          postgres://u@h/d?load_balance_hosts=random        | h:5432/d?loadBalanceHosts=true | u | ""
          postgres://u@h/d?connect_timeout=1                | h:5432/d?connectTimeout=2 | u | ""
          postgres://u@[::1]:5433/d                         | [::1]:5433/d | u | ""
          postgres://u:a:b?c@h/d                            | h:5432/d | u | a:b?c
          postgres://u@/d                                   | localhost:5432/d | u | ""
          postgres://u@h                                    | h:5432/u | u | ""
          postgres:///d?host=other&port=7&user=you          | other:7/d | you | ""
          postgres://u@h/d?host=other                       | other:5432/d | u | ""
          postgres://u@h/a%2Fb%20c                          | h:5432/a%2Fb+c | u | ""
          host=a,b port=1,2 dbname=d user=u                 | a:1,b:2/d | u | ""
          host=a,b port=7 dbname=d user=u                   | a:7,b:7/d | u | ""
          host=a,b port=,2 dbname=d user=u                  | a:5432,b:2/d | u | ""
          host = h dbname='my db' user=me password='it\\'s'  | h:5432/my+db | me | it's
          host=h user=me password=a\\ b dbname=d             | h:5432/d | me | a b
          host=name hostaddr=10.0.0.1 dbname=d user=u       | 10.0.0.1:5432/d | u | ""
          hostaddr=::1 dbname=d user=u                      | [::1]:5432/d | u | ""
          host=h user=first user=second dbname=d            | h:5432/d | second | ""
          """)
  void whatLibpqWouldConnectTo(String text, String place, String user, String password) {
    DatabaseUrl url = read(text);
    assertThat(url.jdbc()).isEqualTo("jdbc:postgresql://" + place);
    assertThat(url.user()).isEqualTo(user);
    assertThat(url.password()).isEqualTo(password);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          postgres://u@h/d?host=/var/run/postgresql   | host: Unix sockets are not supported, got /var/run/postgresql
          postgres://%2Fvar%2Frun/d                   | host: Unix sockets are not supported
          host=@abstract dbname=d                     | host: Unix sockets are not supported
          postgres://u@h/d?service=prod               | service: can't be honoured here
          service=prod                                | service: can't be honoured here
          postgres://u@h/d?sslrootcert=system         | sslrootcert: "system" can't be honoured here
          postgres://u@h/d?sslcrl=x                   | sslcrl: can't be honoured here
          postgres://u@h/d?require_auth=scram-sha-256 | require_auth: can't be honoured here
          postgres://u@h/d?target_session_attrs=rw    | target_session_attrs: must be any, read-write,
          postgres://u@h/d?sslmode=on                 | sslmode: must be disable, allow
          postgres://u@h/d?sslmod=require             | sslmod: is no parameter of a connection
          postgres://u@h/d?client_encoding=latin1     | client_encoding: is always UTF8
          postgres://u@h/d?a                          | a parameter must be key=value
          postgres://u@h:http/d                       | port: must be 1 to 65535, got http
          postgres://u@h:0/d                          | port: must be 1 to 65535, got 0
          postgres://u@h1,,h3/d                       | host: one of several is empty
          postgres://u@[::1/d                         | the "[" of an IPv6 address has no "]"
          postgres://u@[::1]x/d                       | an IPv6 address in brackets is followed by
          postgres://u:%zz@h/d                        | a "%" is followed by two hexadecimal digits
          postgres://u:%00@h/d                        | a "%" is followed by two hexadecimal digits
          postgres://u:%ff@h/d                        | what the percent signs stand for is not UTF-8
          host=a,b port=1,2,3                         | port: must be one, or as many as there are hosts (2)
          host=a,b hostaddr=10.0.0.1                  | hostaddr: must name as many addresses
          host=a hostaddr=10.0.0.1 sslmode=verify-full | hostaddr: can't be used with sslmode=verify-full
          host=a dbname='x                            | a quoted value has no end
          host=a and more                             | expected key=value pairs, found something else
          somewhere                                   | expected jdbc:postgresql://...
          """)
  void whatCannotBeHonouredIsRefused(String text, String words) {
    assertThatThrownBy(() -> read(text))
        .isInstanceOf(CommandFailure.class)
        .hasMessageStartingWith("database URL: ")
        .hasMessageContaining(words);
  }

  @Test
  void aJdbcUrlIsTakenAsItIs() {
    assertThat(read("jdbc:postgresql://h:1/db?user=u").jdbc())
        .isEqualTo("jdbc:postgresql://h:1/db?user=u");
  }

  @Test
  void theEnvironmentSaysWhatTheUrlDoesNot() {
    Map<String, String> environment =
        Map.of(
            "PGHOST",
            "env",
            "PGPORT",
            "7",
            "PGUSER",
            "eve",
            "PGPASSWORD",
            "secret",
            "PGDATABASE",
            "envdb",
            "PGSSLMODE",
            "require",
            "PGHOSTADDR",
            "10.0.0.9");
    DatabaseUrl all = read("postgres://", environment);
    assertThat(all.jdbc()).isEqualTo("jdbc:postgresql://10.0.0.9:7/envdb?sslmode=require");
    assertThat(all.user() + ":" + all.password()).isEqualTo("eve:secret");
    DatabaseUrl named = read("postgres://u:p@h:1/d?sslmode=disable", environment);
    assertThat(named.jdbc()).isEqualTo("jdbc:postgresql://h:1/d?sslmode=disable");
    assertThat(named.user() + ":" + named.password()).isEqualTo("u:p");
    assertThatThrownBy(() -> read("postgres://u@/d", Map.of("PGSERVICE", "prod")))
        .hasMessageContaining("service: can't be honoured");
    assertThat(read("postgres://u@h/d", Map.of("PGSERVICE", "prod")).jdbc())
        .isEqualTo("jdbc:postgresql://h:5432/d");
    assertThatThrownBy(() -> read("postgres://u@/d", Map.of("PGHOST", "/tmp")))
        .hasMessageContaining("Unix sockets");
  }

  @Test
  void thePasswordFileIsReadAsLibpqReadsIt() throws Exception {
    Path file = folder.resolve("pgpass");
    Files.writeString(
        file,
        """
        # hosts of the shop
        h:5432:d:u:one\\:more
        h:*:*:u:two:three
        a:*:*:*:same
        b:*:*:*:same
        c:*:*:*:other
        localhost:*:*:*:home
        """);
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    assertThat(read("postgres://u@h/d").password()).isEqualTo("one:more");
    assertThat(read("postgres://u@h:1/x").password()).isEqualTo("two:three");
    assertThat(read("postgres://v@h/d").password()).isEmpty();
    assertThat(read("postgres://v@/d").password()).isEqualTo("home");
    assertThat(read("host=a,b dbname=d user=v").password()).isEqualTo("same");
    assertThat(read("host=h hostaddr=10.0.0.1 dbname=d user=u").password()).isEqualTo("one:more");
    assertThat(read("postgres://u:named@h/d").password()).isEqualTo("named");
    assertThat(read("postgres://u@h/d", Map.of("PGPASSWORD", "env")).password()).isEqualTo("env");
    assertThatThrownBy(() -> read("host=a,c dbname=d user=v"))
        .hasMessageContaining("the password file has another one for each host");
    assertThat(read("host=h dbname=d user=u passfile=" + folder.resolve("none")).password())
        .isEmpty();
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> read("postgres://u@h/d"))
        .hasMessageContaining("may be read by others; do: chmod 600");
  }

  @Test
  void aPasswordIsNeverPrinted() {
    assertThat(read("postgres://me:secret@h/d").toString()).doesNotContain("secret");
    assertThat(read("jdbc:postgresql://h/d?password=secret&x=y").toString())
        .doesNotContain("secret");
    assertThatThrownBy(() -> read("postgres://me:secret@h/d?x"))
        .satisfies(e -> assertThat(e.getMessage()).doesNotContain("secret"));
  }
}
