package dev.awa.admin.page;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is copied is a command, and safe to paste. */
final class RemedyTest {
  @Test
  void statementsAreFoundWithinTheWords() {
    assertThat(Remedy.command("ALTER SYSTEM SET fsync = on; SELECT pg_reload_conf();"))
        .isEqualTo("ALTER SYSTEM SET fsync = on; SELECT pg_reload_conf();");
    assertThat(Remedy.command("end the transaction, or: SELECT pg_terminate_backend(4711);"))
        .isEqualTo("SELECT pg_terminate_backend(4711);");
    assertThat(Remedy.command("the leader mends that; else: awa storage rebuild-terminal-counters"))
        .isEqualTo("awa storage rebuild-terminal-counters");
  }

  @Test
  void wordsAreNoCommand() {
    assertThat(Remedy.command("start a worker with these queues")).isNull();
    assertThat(Remedy.command("awa migrate, as the owner of the schema")).isNull();
    assertThat(Remedy.command("COMMIT PREPARED or ROLLBACK PREPARED")).isNull();
  }

  /** Names are chosen by others. */
  @Test
  void whatAShellWouldUnderstandIsNotCopied() {
    for (String name :
        new String[] {"x; rm -rf /", "$(reboot)", "`id`", "a\nreboot", "a|b", "a'b"}) {
      assertThat(Remedy.command("start a worker, or: awa schedule pause " + name))
          .as(name)
          .isNull();
    }
    assertThat(Remedy.command("GRANT a TO b\n\\! id;")).isNull();
  }

  /** What is within quotes is a name, whatever it looks like. */
  @Test
  void aNameBeginsNoCommand() {
    assertThat(Remedy.command("start a worker, or: awa schedule pause 'x: awa queue purge mail'"))
        .isEqualTo("awa schedule pause 'x: awa queue purge mail'");
    assertThat(Remedy.command("GRANT a TO \"x: DROP TABLE jobs; SELECT \"\"\";"))
        .isEqualTo("GRANT a TO \"x: DROP TABLE jobs; SELECT \"\"\";");
    for (String words :
        new String[] {
          "awa schedule show 'x: awa queue purge mail' says why: awa queue purge mail",
          "decide: COMMIT PREPARED 'x: DROP TABLE a; SELECT '; or: ROLLBACK PREPARED 'x: DROP"
              + " TABLE a; SELECT ';",
          "awa schedule pause 'it'\\''s'",
        }) {
      assertThat(Remedy.command(words)).as(words).isNull();
    }
  }
}
