package dev.awa.engine;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.time.zone.ZoneRulesProvider;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * The rules by which this JVM knows time zones, in a form that can be compared: of each zone a
 * digest of its changes of clocks within twenty years. Two releases of the data have the same
 * digest of a zone when they say the same of it.
 */
final class ZoneDigests {
  /** The same in all processes, whenever they start. */
  private static final Instant FROM = Instant.parse("2026-01-01T00:00:00Z");

  private static final Instant UNTIL = FROM.plus(Duration.ofDays(20 * 365));

  private static final String JSON = JsonWriting.text(Map.copyOf(digests()));

  private ZoneDigests() {}

  /** The release of the data: {@code 2026a}. As cron.Zones has it, which the engine can't know. */
  static String release() {
    return ZoneRulesProvider.getVersions("UTC").lastKey();
  }

  /** A JSON object: digests by the names of zones. */
  static String json() {
    return JSON;
  }

  private static Map<String, Object> digests() {
    Map<String, Object> digests = new TreeMap<>();
    for (String zone : ZoneId.getAvailableZoneIds()) {
      digests.put(zone, digest(ZoneId.of(zone).getRules()));
    }
    return digests;
  }

  static String digest(ZoneRules rules) {
    CRC32 digest = new CRC32();
    add(digest, rules.getOffset(FROM).getTotalSeconds());
    ZoneOffsetTransition next = rules.nextTransition(FROM);
    while (next != null && next.getInstant().isBefore(UNTIL)) {
      add(digest, next.toEpochSecond());
      add(digest, next.getOffsetAfter().getTotalSeconds());
      next = rules.nextTransition(next.getInstant());
    }
    return Long.toHexString(digest.getValue());
  }

  private static void add(CRC32 digest, long number) {
    for (int shift = 0; shift < Long.SIZE; shift += Byte.SIZE) {
      digest.update((int) (number >>> shift) & 0xff);
    }
  }
}
