package dev.awa.spring;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The admin API and the dashboard, in an application with a servlet container and awa-admin.
 *
 * @param enabled whether the application serves them
 * @param path where they are, below the context path of the application: pages at /awa/, the API
 *     below /awa/api. Begins with a slash, has one or more parts of letters, digits, . _ ~ and -
 * @param readOnly whether everything that changes something is refused
 * @param roles the roles of the application that may do something here
 * @param queues the queues that users with these roles may see and steer. By default every queue
 * @param mask paths of values that are shown to nobody but an administrator who asks for them:
 *     args.customer.email, metadata.tenant
 * @param hosts the names by which the application may be called here, without port. By default any:
 *     the application checks them
 * @param passwordFile people who log in by a form of the dashboard, in an application without a
 *     login: lines as awa serve hash prints them
 * @param tokenFile programs and people who send a token, in an application without a login: lines
 *     of NAME ROLE TOKEN
 * @param instance what the pages call this database, at most 40 characters. By default nothing
 * @param color of the badge with that name
 */
public record AwaAdminProperties(
    @DefaultValue("false") boolean enabled,
    @DefaultValue("/awa") String path,
    @DefaultValue("false") boolean readOnly,
    @DefaultValue RoleNames roles,
    @DefaultValue Set<String> queues,
    @DefaultValue List<String> mask,
    @DefaultValue Set<String> hosts,
    @Nullable Path passwordFile,
    @Nullable Path tokenFile,
    @DefaultValue("") String instance,
    @DefaultValue("indigo") Color color) {

  /** The color of the badge. */
  public enum Color {
    /** For production. */
    PLUM,
    /** For all that is between. */
    INDIGO,
    /** For a machine of one's own. */
    MOSS
  }

  /**
   * What the application calls the roles. Spring Security's authority has ROLE_ before the name.
   *
   * @param view may look, with masked arguments
   * @param operate may steer, too, in ways that lose nothing
   * @param administer may also delete, change settings, and see masked arguments
   */
  public record RoleNames(
      @DefaultValue("AWA_VIEW") String view,
      @DefaultValue("AWA_OPERATE") String operate,
      @DefaultValue("AWA_ADMINISTER") String administer) {}
}
