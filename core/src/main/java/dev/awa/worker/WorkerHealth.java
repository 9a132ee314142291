package dev.awa.worker;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a worker fares.
 *
 * @param alive whether all of its parts are at work. If not, only a new process helps
 * @param ready whether it is alive and the database has heard its beat within {@link
 *     WorkerConfig#lease}
 * @param obstacle why a part does nothing though it should be at work; null when all do
 * @param sinceBeat how long ago the database has heard its last beat
 * @param hearing whether it hears notifications; when not, it polls
 * @param leads whether it does the maintenance
 * @param running how many handlers run now, or are about to
 * @param keptEndings how many endings the database refuses, see {@link Worker#keptEndings}
 */
public record WorkerHealth(
    long workerId,
    boolean alive,
    boolean ready,
    @Nullable String obstacle,
    Duration sinceBeat,
    boolean hearing,
    boolean leads,
    int running,
    int keptEndings) {}
