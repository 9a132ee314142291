package dev.awa.admin;

import dev.awa.Overwritten;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was changed of a queue's settings.
 *
 * @param queue the queue
 * @param changed what each setting was, and what it is
 * @param known whether the queue was known before; null when nobody could look
 */
public record ChangedQueue(String queue, List<Overwritten> changed, @Nullable Boolean known) {}
