package dev.awa.spring;

import dev.awa.admin.http.Access;
import dev.awa.admin.http.AdminConfig;
import dev.awa.admin.http.Passwords;
import dev.awa.admin.http.Sessions;
import dev.awa.admin.http.Tokens;
import dev.awa.admin.http.UserRoles;
import dev.awa.admin.page.Instance;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ListableBeanFactory;

/**
 * Where the application has the admin API and the dashboard, how they behave, and who is let in.
 */
final class AdminMount {
  /** As Spring Security calls its filter, whatever it was configured by. */
  private static final String SECURITY = "springSecurityFilterChain";

  private static final Pattern PATH = Pattern.compile("(/[A-Za-z0-9._~-]*[A-Za-z0-9_~-])+");

  private final AwaAdminProperties properties;
  private final @Nullable Access own;
  private final ListableBeanFactory beans;

  /**
   * Reads the properties.
   *
   * @param own what the application has as a bean; null: none
   * @throws AwaStartException when the path is none
   */
  AdminMount(AwaAdminProperties properties, @Nullable Access own, ListableBeanFactory beans) {
    this.properties = properties;
    this.own = own;
    this.beans = beans;
    if (!PATH.matcher(properties.path()).matches()) {
      throw new AwaStartException(
          "awa.admin.path: must begin with a slash and have one or more parts of letters, digits,"
              + " . _ ~ and -, got \""
              + properties.path()
              + "\".",
          "Name a path like /awa or /ops/awa, without a * or a slash at its end. The context path"
              + " of the application is before it anyway.");
    }
  }

  /** What the servlet is mapped to. */
  String pattern() {
    return properties.path() + "/*";
  }

  /** What the pages call this database. */
  Instance instance() {
    return corrected(
        "awa.admin.",
        () -> new Instance(properties.instance(), Instance.Hue.valueOf(properties.color().name())));
  }

  /** How the API behaves. */
  AdminConfig config() {
    return corrected(
        "awa.admin: ",
        () ->
            AdminConfig.defaults()
                .withReadOnly(properties.readOnly())
                .withHosts(properties.hosts())
                .withMasks(properties.mask()));
  }

  /**
   * Who is let in: as a bean says, as files say, or whom Spring Security has logged in.
   *
   * @throws AwaStartException when none of these is there: nothing is served openly
   */
  Access access() {
    boolean hasFiles = properties.passwordFile() != null || properties.tokenFile() != null;
    boolean hasSecurity = beans.containsBean(SECURITY);
    if (!properties.queues().isEmpty() && (own != null || hasFiles)) {
      throw new AwaStartException(
          "awa.admin.queues: is for users of the application's own login, and here "
              + (own != null ? "a bean of type Access" : "a file")
              + " says who is let in.",
          "Name the queues there, and leave out awa.admin.queues.");
    }
    if (own != null) {
      return own;
    }
    if (hasFiles) {
      return ofFiles();
    }
    if (!hasSecurity) {
      throw open();
    }
    return corrected("awa.admin.", this::ofUsers);
  }

  private UserRoles ofUsers() {
    AwaAdminProperties.RoleNames names = properties.roles();
    UserRoles roles = UserRoles.of(names.view(), names.operate(), names.administer());
    return properties.queues().isEmpty() ? roles : roles.inQueues(properties.queues());
  }

  private static AwaStartException open() {
    return new AwaStartException(
        "awa.admin.enabled is true, and nothing says who may use the admin API and the dashboard:"
            + " there is no Spring Security, no file of passwords or tokens, and no bean of type"
            + " dev.awa.admin.http.Access. Everybody could delete jobs.",
        "Add spring-boot-starter-security and give users the roles AWA_VIEW, AWA_OPERATE or"
            + " AWA_ADMINISTER; or name a file by awa.admin.password-file (\"awa serve hash\" makes"
            + " its lines) or awa.admin.token-file; or, for another login, declare a bean of type"
            + " Access.");
  }

  private Access ofFiles() {
    Tokens tokens = parsed("awa.admin.token-file", properties.tokenFile(), Tokens::parse);
    Passwords people =
        parsed("awa.admin.password-file", properties.passwordFile(), Passwords::parse);
    if (people == null) {
      return Sessions.of(Objects.requireNonNull(tokens));
    }
    return tokens == null ? Sessions.of(people) : Sessions.of(people).or(tokens);
  }

  private static <T> @Nullable T parsed(
      String property, @Nullable Path file, Function<String, T> parser) {
    if (file == null) {
      return null;
    }
    try {
      return parser.apply(Files.readString(file));
    } catch (IOException e) {
      throw new AwaStartException(
          property + ": \"" + file + "\" can't be read: " + e, "Name a file that can.", e);
    } catch (IllegalArgumentException e) {
      throw new AwaStartException(
          property + ": \"" + file + "\", " + e.getMessage() + ".", "Correct the file.", e);
    }
  }

  private static <T> T corrected(String before, Supplier<T> made) {
    try {
      return made.get();
    } catch (IllegalArgumentException e) {
      throw new AwaStartException(
          before + e.getMessage() + ".", "Correct the property below awa.admin.", e);
    }
  }
}
