package dev.awa.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class SecretsTest {
  @Test
  void aPasswordIsHiddenInEveryFormOfADatabase() {
    assertThat(Secrets.hiddenIn("Unknown options: '--database', 'postgres://jo:s3cret@host/name'"))
        .isEqualTo("Unknown options: '--database', 'postgres://jo:***@host/name'");
    assertThat(Secrets.hiddenIn("postgresql://jo:s3c@ret@host"))
        .isEqualTo("postgresql://jo:***@host");
    assertThat(Secrets.hiddenIn("jdbc:postgresql://h/n?user=jo&password=s3cret&ssl=true"))
        .isEqualTo("jdbc:postgresql://h/n?user=jo&password=***&ssl=true");
    assertThat(Secrets.hiddenIn("host=h password=s3cret user=jo"))
        .isEqualTo("host=h password=*** user=jo");
    assertThat(Secrets.hiddenIn("host=h PASSWORD = 's3 \\'cret' user=jo"))
        .isEqualTo("host=h PASSWORD = *** user=jo");
  }

  @Test
  void whatHoldsNoPasswordIsLeftAsItIs() {
    for (String text :
        new String[] {
          "there is no command: awa jbo",
          "postgres://jo@host:5432/name",
          "postgres://host:5432/name",
          "the password is wrong for user jo",
          "--run-at: 2026-11-27T10:00:00Z"
        }) {
      assertThat(Secrets.hiddenIn(text)).isEqualTo(text);
    }
  }
}
