package dev.awa;

import java.time.Instant;

/** What an attempt printed: its last 4 KiB. */
public record AttemptOutput(int attempt, int runNo, Instant recordedAt, String text) {}
