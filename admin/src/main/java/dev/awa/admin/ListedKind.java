package dev.awa.admin;

import dev.awa.Described;
import dev.awa.QueueSettings;
import dev.awa.client.Kinds;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * A kind of which something is set, or that an application describes.
 *
 * @param kind the kind
 * @param settings for how long its jobs are kept, as far as it is set
 * @param described what applications say of it, the newest first
 */
public record ListedKind(String kind, QueueSettings settings, List<Described> described) {
  /** All such kinds, by name. */
  public static List<ListedKind> all(Kinds kinds) {
    List<Described> described = kinds.list();
    Map<String, QueueSettings> settings = kinds.settings();
    TreeSet<String> names = new TreeSet<>(settings.keySet());
    described.forEach(one -> names.add(one.name()));
    return names.stream()
        .map(name ->
            new ListedKind(
                name,
                settings.getOrDefault(name, QueueSettings.none()),
                described.stream().filter(one -> one.name().equals(name)).toList()))
        .toList();
  }
}
