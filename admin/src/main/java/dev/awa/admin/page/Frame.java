package dev.awa.admin.page;

import dev.awa.admin.http.Capabilities;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is around a page.
 *
 * @param title of the page
 * @param root from the page to the mount
 * @param assets from the page to its files
 * @param theme {@code light}, {@code dark}, or empty: as the system
 * @param density {@code dense}, or empty: rows have room
 * @param zone the name of the zone that times are told in; empty: UTC
 * @param me who looks; null: nobody has logged in
 * @param mayLogOut whether there is a session that can be ended
 * @param places of the side, in order
 * @param said that something was done, in words; empty: nothing was
 * @param isLost whether that is, that something was not done
 */
record Frame(
    String title,
    String root,
    String assets,
    String theme,
    String density,
    String zone,
    Instance instance,
    @Nullable Capabilities me,
    boolean mayLogOut,
    List<Place> places,
    String said,
    boolean isLost) {
  /**
   * A place of the side.
   *
   * @param group the heading above; empty: none
   * @param place below the mount
   * @param mark what is beside it; empty: nothing
   * @param isFlagged whether the mark says trouble
   */
  record Place(
      String group, String name, String place, boolean isHere, String mark, boolean isFlagged) {
    /** The same, in a time range where it has charts. */
    Place carrying(TimeRange range) {
      return new Place(group, name, range.carriedBy(place), isHere, mark, isFlagged);
    }
  }

  /** Places under one heading. */
  record Group(String name, List<Place> places) {}

  List<Group> groups() {
    return places.stream()
        .map(Place::group)
        .distinct()
        .map(name ->
            new Group(name, places.stream().filter(one -> one.group().equals(name)).toList()))
        .toList();
  }

  /** From the page to a place below the mount. */
  String link(String place) {
    return root.isEmpty() && place.isEmpty() ? "./" : root + place;
  }

  /** From the page to the icon of its tab. */
  String icon() {
    return assets + "/" + Assets.icon(instance);
  }

  /** From the page to another instance. */
  String away(Instance.Other other) {
    return other.url().matches("https?://.*") ? other.url() : root + other.url();
  }

  /** Null leaves the attribute out. */
  @Nullable String themeOrNull() {
    return theme.isEmpty() ? null : theme;
  }

  @Nullable String densityOrNull() {
    return density.isEmpty() ? null : density;
  }

  @Nullable String zoneOrNull() {
    return zone.isEmpty() ? null : zone;
  }

  /** What times are told in, as the switch says it. */
  String zoneWord() {
    return zone.isEmpty() ? "UTC" : "local";
  }

  String titleTail() {
    return instance.name().isEmpty() ? " · Awa" : " · " + instance.name() + " · Awa";
  }
}
