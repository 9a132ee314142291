package dev.awa;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a role may in the schema of a queue.
 *
 * @param role its name, as the server knows it
 * @param owner the role that owns the schema; null when there is no schema
 * @param hasQueue whether the schema holds a queue; where there is none, no right is lacking
 * @param lacking how many rights it lacks for each duty; 0: it may do all of it. Of the migrator: 0
 *     when it may do what the owner of the schema may, else 1
 */
public record RoleDuties(
    String role, @Nullable String owner, boolean hasQueue, Map<Duty, Integer> lacking) {
  public RoleDuties {
    lacking = Map.copyOf(lacking);
  }

  /** Whether it may do all that a duty needs. */
  public boolean may(Duty duty) {
    return hasQueue && lacking.getOrDefault(duty, 1) == 0;
  }
}
