package dev.awa.admin.page;

import static org.assertj.core.api.Assertions.assertThat;

import gg.jte.TemplateOutput;
import gg.jte.html.HtmlInterceptor;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Times are told in UTC, or in the zone that the browser has named. */
final class NowTest {
  private static final Instant WINTER = Instant.parse("2026-11-29T23:30:00Z");
  private static final Instant SUMMER = Instant.parse("2026-07-01T12:00:00Z");

  /** Leaves all tags as they are. */
  static final HtmlInterceptor UNCHANGED = new Unchanged();

  private static Now in(String zone) {
    return new Now(WINTER, Now.zone(zone));
  }

  @Test
  void aTimeHasItsZoneWithIt() {
    assertThat(in("").whole(WINTER)).isEqualTo("2026-11-29 23:30:00 UTC");
    assertThat(in("").hover(WINTER)).isEqualTo("2026-11-29 23:30:00 UTC");
    assertThat(in("Europe/Berlin").whole(WINTER)).isEqualTo("2026-11-30 00:30:00 CET");
    assertThat(in("Europe/Berlin").whole(SUMMER)).isEqualTo("2026-07-01 14:00:00 CEST");
    assertThat(in("Asia/Kolkata").hover(WINTER))
        .isEqualTo("2026-11-30 05:00:00 IST · 2026-11-29 23:30:00 UTC");
    assertThat(in("Europe/Berlin").clock(WINTER)).isEqualTo("00:30:00");
    assertThat(in("Europe/Berlin").zoneName()).isEqualTo("CET");
  }

  @Test
  void aPageThatIsOlderThanUsualSaysSo() {
    Now old = new Now(Instant.now().minusSeconds(31), ZoneOffset.UTC);
    Now usual = new Now(Instant.now().minusSeconds(20), ZoneOffset.UTC);
    assertThat(head(old)).contains(old.clock(old.at()), "the database has not answered since");
    assertThat(head(usual)).contains(usual.clock(usual.at())).doesNotContain("answered");
  }

  private static String head(Now at) {
    StringOutput out = new StringOutput();
    Map<String, Object> parameters = Map.of("title", "Overview", "at", at);
    JteheadGenerated.renderMap(new OwaspHtmlTemplateOutput(out), UNCHANGED, parameters);
    return out.toString();
  }

  private static final class Unchanged implements HtmlInterceptor {
    @Override
    public void onHtmlTagOpened(
        String name, Map<String, Object> attributes, TemplateOutput output) {}

    @Override
    public void onHtmlTagClosed(String name, TemplateOutput output) {}
  }

  @Test
  void whatIsNoZoneIsUtc() {
    for (String name : new String[] {"", "UTC", "Etc/UTC", "Z", "<script>", "x".repeat(99)}) {
      assertThat(Now.zone(name)).as(name).isEqualTo(ZoneOffset.UTC);
    }
    assertThat(Now.isZone("UTC")).isTrue();
    assertThat(Now.isZone("Mars/Olympus")).isFalse();
    assertThat(Now.isZone("x".repeat(99))).isFalse();
  }

  @Test
  void nothingLastsLessThanNoTime() {
    assertThat(in("").since(WINTER.plusSeconds(1))).isEqualTo(Duration.ZERO);
    assertThat(in("").since(WINTER.minusSeconds(1))).isEqualTo(Duration.ofSeconds(1));
    assertThat(in("").from(WINTER.minusSeconds(20))).isEqualTo("20 s ago");
  }
}
