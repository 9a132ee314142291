package dev.awa.admin.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.lab.Browser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** How a page looks in a browser: what axe finds, that it fits, and pictures for who wants them. */
final class Looks {
  private static final String RULES =
      "axe.run(document, {runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa',"
          + " 'best-practice']}).then(r => r.violations.map(v => v.id + ': ' + v.nodes.map(n =>"
          + " n.target + ' ' + n.failureSummary).join(' | ')).join())";

  private Looks() {}

  /** In both themes, at the widths of a phone, half a screen and a screen. */
  static void at(Browser browser, String name) throws IOException {
    Path axe = Path.of(System.getProperty("awa.axe", "target/axe.min.js"));
    String pictures = System.getProperty("awa.pictures");
    for (String theme : List.of("light", "dark")) {
      browser.theme(theme);
      for (int width : List.of(390, 900, 1280)) {
        browser.size(width, 900);
        if (pictures != null) {
          Files.createDirectories(Path.of(pictures));
          String file = name + "-" + theme + "-" + width + ".png";
          Files.write(Path.of(pictures, file), browser.picture());
        }
        assertThat(browser.eval("document.documentElement.scrollWidth").asInt())
            .as(name + " " + width)
            .isLessThanOrEqualTo(width);
        if (Files.exists(axe)) {
          browser.eval(Files.readString(axe) + ";0");
          assertThat(browser.eval(RULES).asString()).as(name + " " + theme + " " + width).isEmpty();
        } else {
          System.out.println("not run: the check of " + name + " by axe; there is no " + axe);
        }
      }
    }
    browser.size(1280, 900);
    browser.theme("light");
  }
}
