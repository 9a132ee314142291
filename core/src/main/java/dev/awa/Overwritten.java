package dev.awa;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a change of a setting of a queue or a kind has overwritten. Values are of {@link
 * QueueSetting#type}.
 *
 * @param before what it was before; null when it was not set
 * @param after what it is now; null when it is not set
 * @param setBy who had changed it last; null when nobody had, or that is no longer known
 * @param setAt when that was; null when {@code setBy} is
 */
public record Overwritten(
    QueueSetting setting,
    @Nullable Object before,
    @Nullable Object after,
    @Nullable String setBy,
    @Nullable Instant setAt) {}
