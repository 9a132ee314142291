package dev.awa.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class DatabaseUrlTest {
  @Test
  void aJdbcUrlIsTakenAsItIs() {
    assertThat(DatabaseUrl.of("jdbc:postgresql://h:1/db?user=u").jdbc())
        .isEqualTo("jdbc:postgresql://h:1/db?user=u");
  }

  @Test
  void aLibpqUriNamesUserAndPasswordApart() {
    DatabaseUrl url = DatabaseUrl.of("postgres://me:p%40ss+1@db.example:5433/shop?sslmode=require");
    assertThat(url.jdbc()).isEqualTo("jdbc:postgresql://db.example:5433/shop?sslmode=require");
    assertThat(url.user()).isEqualTo("me");
    assertThat(url.password()).isEqualTo("p@ss+1");
  }

  @Test
  void keysAndValuesMayBeQuoted() {
    DatabaseUrl url =
        DatabaseUrl.of("host=h port=5 dbname='my db' user=me password='it\\'s' sslmode=disable");
    assertThat(url.jdbc()).isEqualTo("jdbc:postgresql://h:5/my+db?sslmode=disable");
    assertThat(url.password()).isEqualTo("it's");
  }

  @Test
  void anythingElseIsRefused() {
    assertThatThrownBy(() -> DatabaseUrl.of("somewhere"))
        .hasMessageStartingWith("database URL: expected");
    assertThatThrownBy(() -> DatabaseUrl.of("host=a and more"))
        .hasMessageContaining("something else");
  }

  @Test
  void aPasswordIsNeverPrinted() {
    assertThat(DatabaseUrl.of("postgres://me:secret@h/d").toString()).doesNotContain("secret");
    assertThat(DatabaseUrl.of("jdbc:postgresql://h/d?password=secret&x=y").toString())
        .doesNotContain("secret");
  }
}
