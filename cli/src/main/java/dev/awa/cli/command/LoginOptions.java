package dev.awa.cli.command;

import dev.awa.admin.http.Access;
import dev.awa.admin.http.NoLogin;
import dev.awa.admin.http.Passwords;
import dev.awa.admin.http.Principal;
import dev.awa.admin.http.Role;
import dev.awa.admin.http.Sessions;
import dev.awa.admin.http.Tokens;
import dev.awa.cli.terminal.UsageFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Who is let into the admin API. */
final class LoginOptions {
  private static final String VARIABLE = "AWA_ADMIN_TOKENS";

  @Option(
      names = "--token-file",
      paramLabel = "FILE",
      description = {
        "Lets those in who send a token of this file (Authorization: Bearer TOKEN). A line is: NAME"
            + " ROLE TOKEN [QUEUE,...]; the role is view, operate or administer. A token has 20"
            + " characters and more, or is sha256: and a hash in hex.",
        "Default: the lines in AWA_ADMIN_TOKENS of the environment."
      })
  @Nullable Path tokens;

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description =
          "Lets people of this file log in by a password. A line is: NAME:ROLE[:QUEUE,...]:HASH, as"
              + " awa serve hash prints it. May be used together with tokens.")
  @Nullable Path passwords;

  @Option(
      names = "--no-login",
      description =
          "Lets everybody in who can reach the port, and lets them do everything. On loopback"
              + " addresses only.")
  boolean noLogin;

  /** Whoever starts a server without any is told, not let do so. */
  Access access(boolean isLoopback) {
    String lines = tokens == null ? System.getenv(VARIABLE) : read("--token-file", tokens);
    if (noLogin) {
      return open(isLoopback, tokens != null || passwords != null);
    }
    boolean hasTokens = lines != null && !lines.isBlank();
    if (passwords != null) {
      Sessions people = Sessions.of(parsed(read("--password-file", passwords), Passwords::parse));
      return hasTokens ? people.or(parsed(lines, Tokens::parse)) : people;
    }
    if (!hasTokens) {
      throw new UsageFailure(
          "nobody could log in: name --token-file or --password-file, or set AWA_ADMIN_TOKENS; on"
              + " this machine alone --no-login lets everybody in");
    }
    return Sessions.of(parsed(lines, Tokens::parse));
  }

  private static <T> T parsed(String text, Function<String, T> parse) {
    try {
      return parse.apply(text);
    } catch (IllegalArgumentException e) {
      throw new UsageFailure(String.valueOf(e.getMessage()));
    }
  }

  private static Access open(boolean isLoopback, boolean hasOther) {
    if (hasOther) {
      throw new UsageFailure("name --token-file, --password-file or --no-login, one of them");
    }
    if (!isLoopback) {
      throw new UsageFailure(
          "--no-login: everybody who can reach --host could do everything; use --token-file or"
              + " --password-file, or --host 127.0.0.1");
    }
    return new NoLogin(Principal.of(Pausing.who(), Role.ADMINISTER));
  }

  private static String read(String option, Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UsageFailure(option + ": can't be read: " + e);
    }
  }
}
