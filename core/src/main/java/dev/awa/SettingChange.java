package dev.awa;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * That a setting of a queue, a kind or the storage was changed, or that something was done to a
 * schedule. Values are an {@code Integer}, a {@code Duration} or a {@code Boolean}, as {@link
 * QueueSetting#type} says; of a pause and of a schedule they are text, and of a size of the storage
 * a {@code Long}.
 *
 * @param setting the name of the setting ({@link QueueSetting#toString}, or {@code keep_history} of
 *     the storage), or {@code paused}; of a schedule what {@link dev.awa.client.Schedules#history}
 *     lists
 * @param before what it was before; null when it was not set
 * @param after what it is now; null when it is not set
 */
public record SettingChange(
    Instant at, String by, String setting, @Nullable Object before, @Nullable Object after) {}
