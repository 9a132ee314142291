package dev.awa;

/**
 * Something that a database role is or has.
 *
 * @param role its name
 * @param what {@code exists}; {@code LOGIN}; {@code owner of TABLE jobs}; or a right, as {@code
 *     SELECT ON TABLE jobs} or {@code SELECT ON COLUMN jobs.id}. The schema itself is {@code
 *     schema}
 */
public record RoleRight(String role, String what) {}
