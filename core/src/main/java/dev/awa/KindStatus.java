package dev.awa;

import java.util.List;

/**
 * A kind as operators see it.
 *
 * @param settings what is set of it, of {@link KindChange#SETTINGS}
 * @param changes the last change of each setting that is set, the newest first
 * @param described what applications say of it, the newest first
 */
public record KindStatus(
    String kind, QueueSettings settings, List<SettingChange> changes, List<Described> described) {}
