package dev.awa.admin.page;

import dev.awa.admin.doctor.Whereabouts;
import dev.awa.admin.http.Capabilities;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Which database is this, and who am I here?
 *
 * @param instance what the pages call it, and where others are
 * @param where null: the visitor may not see it, or nobody could be asked
 * @param unread why it can't be shown, in words; empty: it can
 */
record InstancePage(
    Instance instance, @Nullable Whereabouts where, String unread, Capabilities me, Now now) {
  private static final Duration FRESH = Duration.ofSeconds(20);

  static Page of(Visit visit) {
    Whereabouts where = null;
    String unread = "";
    try {
      where = (Whereabouts) visit.shared("instance", "/instance", FRESH).document();
    } catch (Refused e) {
      unread = e.detail();
    }
    InstancePage page = new InstancePage(visit.instance(), where, unread, visit.me(), visit.now());
    return Page.of("Instance", "instance", out -> JteinstanceGenerated.render(out, null, page));
  }

  /** A word for the colour, so that it is not told by colour alone. */
  String hue() {
    return instance.hue().word();
  }
}
