package dev.awa.cron;

import java.time.ZoneId;
import java.time.zone.ZoneRulesProvider;
import java.util.Locale;
import java.util.regex.Pattern;

/** The time zones that a schedule may have: places of the IANA list, and UTC. */
public final class Zones {
  private static final int MAX_LENGTH = 64;
  private static final Pattern ASCII = Pattern.compile("[!-~]*");
  private static final Pattern OFFSET = Pattern.compile("(?i)(UTC|GMT|UT|Z)?[+-].*|Z|UT");
  private static final Pattern ABBREVIATION =
      Pattern.compile("(?!(?:UTC|GMT)$)[A-Z][A-Z0-9-]*|SystemV/.*");

  private Zones() {}

  /**
   * The zone of this name: {@code Europe/Berlin}, {@code UTC}.
   *
   * @throws InvalidCronException when this JVM knows no such zone; for offsets ({@code UTC+2},
   *     {@code +02}), which PostgreSQL reads with the opposite sign; for abbreviations ({@code
   *     EST}, {@code CET}), which mean several things
   */
  public static ZoneId of(String id) {
    if (id.length() > MAX_LENGTH || !ASCII.matcher(id).matches()) {
      throw refusal(
          id.length() + " characters",
          "must be a name of at most " + MAX_LENGTH + " ASCII characters, without spaces");
    }
    if (OFFSET.matcher(id).matches()) {
      throw refusal(
          id,
          "must be a place, Europe/Berlin, or UTC: an offset keeps no daylight saving, and"
              + " PostgreSQL reads its sign the other way round");
    }
    if (ABBREVIATION.matcher(id).matches()) {
      throw refusal(id, "must be a place, Europe/Berlin, or UTC: abbreviations mean several zones");
    }
    if (!ZoneId.getAvailableZoneIds().contains(id)) {
      throw refusal(id, unknown(id));
    }
    return ZoneId.of(id);
  }

  /**
   * The release of the zone data of this JVM: {@code 2026a}. Processes with other releases may
   * compute other fires; PostgreSQL has a release of its own.
   */
  public static String release() {
    return ZoneRulesProvider.getVersions("UTC").lastKey();
  }

  private static String unknown(String id) {
    return ZoneId.getAvailableZoneIds().stream()
        .filter(known -> known.equalsIgnoreCase(id))
        .findFirst()
        .map(known -> "must be written with its capital letters (write " + known + ")")
        .orElseGet(() ->
            String.format(
                Locale.ROOT,
                "must be a zone that this JVM knows, Europe/Berlin or UTC (its zone data is %s)",
                release()));
  }

  private static InvalidCronException refusal(String id, String rule) {
    return new InvalidCronException("zone", id.isEmpty() ? "nothing" : id, rule);
  }
}
