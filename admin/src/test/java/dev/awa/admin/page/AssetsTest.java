package dev.awa.admin.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** The files of the pages. */
final class AssetsTest {
  private static final int MOST_BYTES = 250_000;
  private static final List<String> NAMES = List.of("awa.css", "awa.js", "icon.svg");

  private final Assets assets = new Assets();

  private PageAnswer file(String name) {
    return assets.find("/" + assets.folder() + "/" + name).orElseThrow();
  }

  @Test
  void allOfThemAreSmall() throws IOException {
    int bytes = 0;
    for (String name : NAMES) {
      ByteArrayOutputStream compressed = new ByteArrayOutputStream();
      try (GZIPOutputStream out = new GZIPOutputStream(compressed)) {
        out.write(file(name).body().getBytes(StandardCharsets.UTF_8));
      }
      bytes += compressed.size();
    }
    assertThat(bytes).isBetween(1000, MOST_BYTES);
  }

  /** No address of anybody else, and nothing that the policy of the pages forbids. */
  @Test
  void theyCallNobody() {
    for (String name : List.of("awa.css", "awa.js")) {
      String text = file(name).body();
      assertThat(text).as(name).doesNotContain("http:").doesNotContain("https:");
      assertThat(text).as(name).doesNotContain("eval(").doesNotContain("@import");
    }
  }

  /** A tab of production is plum, as its head is. */
  @Test
  void eachHueHasItsIcon() {
    for (Instance.Hue hue : Instance.Hue.values()) {
      String icon = file("icon-" + hue.word() + ".svg").body();
      String colour = icon.replaceAll("(?s).*<rect[^>]*fill=\"(#[0-9a-f]{6})\".*", "$1");
      assertThat(file("awa.css").body())
          .contains("--" + hue.word() + ":light-dark(" + colour + ",");
    }
    try (Site site = new Site()) {
      assertThat(site.page("/")).contains("/icon-moss.svg\" type=\"image/svg+xml\"");
    }
  }

  @Test
  void browsersKeepThem() {
    try (Site site = new Site()) {
      HttpResponse<String> answer =
          site.send(
              HttpRequest.newBuilder(
                  URI.create(site.mount() + "/" + assets.folder() + "/awa.css")));
      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(answer.headers().firstValue("Content-Type")).hasValue("text/css; charset=utf-8");
      assertThat(answer.headers().firstValue("Cache-Control").orElseThrow()).contains("immutable");
    }
    assertThat(assets.find("/assets/" + "0".repeat(16) + "/awa.css")).isEmpty();
    assertThat(assets.find("/" + assets.folder() + "/../Dashboard.class")).isEmpty();
  }
}
