package dev.awa;

import java.net.URI;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What an application says of one of its queues or kinds, for the people who operate it: who owns
 * it, what it is, where to read more. A worker is given it with {@code describeQueue} or {@code
 * describeKind}. Immutable; each {@code with...} method throws an {@link IllegalArgumentException}
 * for a value out of its range.
 */
public final class Descriptor {
  private static final int LINKS = 20;

  private final Fields is;

  private Descriptor(Fields fields) {
    this.is = fields;
  }

  /** Says nothing yet. */
  public static Descriptor empty() {
    return new Descriptor(new Fields());
  }

  /** How people call it, 1 to 200 characters; null when that was not said. */
  public @Nullable String displayName() {
    return is.displayName;
  }

  /** Who is asked about it, 1 to 200 characters; null when that was not said. */
  public @Nullable String owner() {
    return is.owner;
  }

  /** What it is, 1 to 1000 characters; null when that was not said. */
  public @Nullable String text() {
    return is.text;
  }

  /** Where to read more, by title: at most 20 links of http or https. */
  public Map<String, String> links() {
    return is.links;
  }

  /** Words to group by, at most 20 of 1 to 200 characters each. */
  public List<String> tags() {
    return is.tags;
  }

  /** The same with another {@link #displayName}. */
  public Descriptor withDisplayName(String value) {
    requireText("display name", value, Limits.NAME_CHARACTERS);
    return with(fields -> fields.displayName = value);
  }

  /** The same with another {@link #owner}. */
  public Descriptor withOwner(String value) {
    requireText("owner", value, Limits.NAME_CHARACTERS);
    return with(fields -> fields.owner = value);
  }

  /** The same with another {@link #text}. */
  public Descriptor withText(String value) {
    requireText("text", value, Limits.REASON_CHARACTERS);
    return with(fields -> fields.text = value);
  }

  /** The same with one more link, or another one of that title. */
  public Descriptor withLink(String title, String url) {
    requireText("title of a link", title, Limits.NAME_CHARACTERS);
    requireText("link", url, Limits.REASON_CHARACTERS);
    requireWeb(url);
    Map<String, String> more = new LinkedHashMap<>(is.links);
    more.put(title, url);
    if (more.size() > LINKS) {
      throw new IllegalArgumentException(
          "descriptor: must have at most " + LINKS + " links, got " + more.size());
    }
    return with(fields -> fields.links = Collections.unmodifiableMap(more));
  }

  /** A page shows it as a link: one that runs a script is none. */
  private static void requireWeb(String url) {
    boolean isWeb;
    try {
      String scheme = URI.create(url).getScheme();
      isWeb = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
    } catch (IllegalArgumentException e) {
      isWeb = false;
    }
    if (!isWeb) {
      throw new IllegalArgumentException(
          "descriptor: a link must be an http or https address, got " + url);
    }
  }

  /** The same with other {@link #tags}. */
  public Descriptor withTags(String... values) {
    List<String> copy = List.of(values);
    if (copy.size() > Limits.TAGS) {
      throw new IllegalArgumentException(
          "descriptor: must have at most " + Limits.TAGS + " tags, got " + copy.size());
    }
    copy.forEach(tag -> requireText("tag", tag, Limits.NAME_CHARACTERS));
    return with(fields -> fields.tags = copy);
  }

  private static void requireText(String what, String value, int most) {
    boolean isStorable = value.codePoints().noneMatch(one -> one == 0 || isSurrogate(one));
    if (!isStorable || value.isEmpty() || value.codePointCount(0, value.length()) > most) {
      throw new IllegalArgumentException(
          "descriptor: "
              + what
              + " must be 1 to "
              + most
              + " characters, without NUL characters and lone surrogates");
    }
  }

  private static boolean isSurrogate(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  private Descriptor with(Consumer<Fields> change) {
    Fields fields = is.copy();
    change.accept(fields);
    return new Descriptor(fields);
  }

  /** Whether both say the same. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Descriptor descriptor && toString().equals(descriptor.toString());
  }

  @Override
  public int hashCode() {
    return toString().hashCode();
  }

  @Override
  public String toString() {
    return "Descriptor["
        + is.displayName
        + ", "
        + is.owner
        + ", "
        + is.text
        + ", "
        + is.links
        + ", "
        + is.tags
        + "]";
  }

  /** Never changed once a descriptor has them; cloned, so that no field is forgotten. */
  private static final class Fields implements Cloneable {
    private @Nullable String displayName;
    private @Nullable String owner;
    private @Nullable String text;
    private Map<String, String> links = Map.of();
    private List<String> tags = List.of();

    Fields copy() {
      try {
        return (Fields) clone();
      } catch (CloneNotSupportedException e) {
        throw new AssertionError(e);
      }
    }
  }
}
