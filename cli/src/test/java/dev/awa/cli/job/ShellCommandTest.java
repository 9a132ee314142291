package dev.awa.cli.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.cli.terminal.CommandFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShellCommandTest {
  @TempDir Path folder = Path.of("");

  private static void assertRefused(String command, String said) {
    assertThatThrownBy(() -> ShellCommand.requireRunnable(command))
        .as(command)
        .isInstanceOf(CommandFailure.class)
        .hasMessageStartingWith("--exec: ")
        .hasMessageContaining(said);
  }

  @Test
  void whatCantBeRunIsRefused() throws Exception {
    Path text = Files.writeString(folder.resolve("text"), "exit 0\n");
    assertRefused("./nosuch --option", "there is no ./nosuch (from /");
    assertRefused("nosuch-program", "no program is called nosuch-program");
    assertRefused("nosuch-program|cat", "no program is called nosuch-program");
    assertRefused(folder.toString(), folder + " is a folder");
    assertRefused(text.toString(), "may not be executed; try: chmod +x " + text);
    assertRefused("echo 'no end", "the shell does not understand it: ");
    assertRefused("  ", "names no command");
  }

  @Test
  void whatCanBeRunOrIsForTheShellToSayIsLetBe() throws Exception {
    Path script = Files.writeString(folder.resolve("script"), "#!/bin/sh\n");
    assertThat(script.toFile().setExecutable(true)).isTrue();
    for (String command :
        new String[] {
          "true",
          script.toString(),
          script + " --option; true",
          "cat|wc -l",
          "cd /tmp && ./nosuch",
          "X=1 ./nosuch",
          "$PROGRAM",
          "'./no such'",
          "(exit 3)",
          "if true; then exit 65; fi",
          "# nothing\ntrue"
        }) {
      ShellCommand.requireRunnable(command);
    }
  }
}
