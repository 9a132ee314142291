package dev.awa.admin;

/**
 * What was done with a saved view.
 *
 * @param view its name; of one that was renamed the name that it has now
 * @param verdict {@code renamed} or {@code deleted}
 */
public record ViewVerdict(String view, String verdict) {}
