package dev.awa.admin.http;

import java.util.List;

/**
 * What this server lets the asker do.
 *
 * @param login whether requests need a login; false: everybody who reaches the port is let in
 * @param readOnly whether the server refuses every change
 * @param name who asks
 * @param role what they may do
 * @param queues the queues that they may see; empty: all
 * @param operations the names of the operations that they may call here
 */
public record Capabilities(
    boolean login,
    boolean readOnly,
    String name,
    String role,
    List<String> queues,
    List<String> operations) {
  /** Tells what somebody may do. */
  interface Of {
    Capabilities by(Principal principal);
  }
}
