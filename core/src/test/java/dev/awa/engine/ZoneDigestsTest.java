package dev.awa.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Digests of the rules of zones tell whether two processes compute the same fires. */
final class ZoneDigestsTest {
  private static String digest(String zone) {
    return ZoneDigests.digest(ZoneId.of(zone).getRules());
  }

  @Test
  void zonesWithTheSameClocksHaveTheSameDigest() {
    assertThat(digest("Europe/Berlin")).isEqualTo(digest("Europe/Paris"));
    assertThat(digest("Europe/Berlin")).isNotEqualTo(digest("Europe/London"));
    assertThat(digest("Asia/Tokyo")).isNotEqualTo(digest("UTC"));
    assertThat(digest("UTC")).isEqualTo(digest("Etc/UTC"));
  }

  private static ZoneRules changingIn(int year) {
    ZoneOffset one = ZoneOffset.ofHours(1);
    LocalDateTime at = LocalDateTime.of(year, 3, 1, 2, 0);
    ZoneOffsetTransition change = ZoneOffsetTransition.of(at, one, ZoneOffset.ofHours(2));
    return ZoneRules.of(one, one, List.of(), List.of(change), List.of());
  }

  @Test
  void aChangeOfClocksWithinTwentyYearsIsSeen() {
    assertThat(
            List.of(
                digest("Africa/Lagos"), // an hour before UTC, and no change
                ZoneDigests.digest(changingIn(2030)),
                ZoneDigests.digest(changingIn(2031))))
        .doesNotHaveDuplicates();
    assertThat(ZoneDigests.digest(changingIn(2060))).isEqualTo(digest("Africa/Lagos"));
  }

  @Test
  void everyZoneOfThisJvmIsInTheObject() {
    assertThat(PlainJson.read(ZoneDigests.json()) instanceof Map<?, ?> zones ? zones.size() : 0)
        .isEqualTo(ZoneId.getAvailableZoneIds().size());
    assertThat(ZoneDigests.json().length()).as("once a worker").isLessThan(40_000);
  }
}
