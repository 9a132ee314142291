package dev.awa;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * The keys that the arguments of jobs are encrypted with, by AES-256 in GCM. Immutable; begin with
 * {@link #with} and give the result to the clients ({@code Awa.encrypting}) and the workers ({@code
 * Worker.Builder.encryption}).
 *
 * <p>The arguments alone are encrypted. Kind, queue, tags, metadata, ordering key, the text of a
 * unique rule, errors and what handlers print are stored as they are. So is how long the arguments
 * are. The text is bound to the kind and the version of the job: it can't be read under another. It
 * is not bound to the job: who may write to the tables can give a job the arguments of another job
 * of its kind, or plain ones, which workers read too.
 *
 * <p><b>Rotation.</b> Add the new key as an old key to every worker first; then write with it; drop
 * the old key when no job has it any more. A worker puts a job back whose key it does not know.
 * Rotate a key before 2<sup>32</sup> jobs are written with it, 4 billion: that is the limit of NIST
 * SP 800-38D, section 8.3, for nonces of 96 random bits.
 */
public final class Encryption {
  private static final int KEY_BYTES = 32;
  private static final Pattern KEY_ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  private final String keyId;
  private final Map<String, SecretKey> keys;
  private final @Nullable SecretKey uniqueKey;
  private final @Nullable Set<String> kinds;

  private Encryption(
      String keyId,
      Map<String, SecretKey> keys,
      @Nullable SecretKey uniqueKey,
      @Nullable Set<String> kinds) {
    this.keyId = keyId;
    this.keys = keys;
    this.uniqueKey = uniqueKey;
    this.kinds = kinds;
  }

  /**
   * Encrypts the arguments of all jobs with this key, and reads what was encrypted with it.
   *
   * @param keyId the name of the key, which is stored with each job: 1 to 64 letters, digits, dots,
   *     dashes and underscores. A name stands for one key for ever
   * @param key an AES key of 256 bits
   * @throws IllegalArgumentException when the name or the key is none
   */
  public static Encryption with(String keyId, SecretKey key) {
    return new Encryption(keyId, added(Map.of(), keyId, key), null, null);
  }

  /**
   * Reads also what was encrypted with this key.
   *
   * @throws IllegalArgumentException when the name or the key is none, or the name has a key
   */
  public Encryption withOldKey(String id, SecretKey key) {
    return new Encryption(keyId, added(keys, id, key), uniqueKey, kinds);
  }

  /**
   * Lets jobs with encrypted arguments have a unique rule by these arguments. What is stored is a
   * keyed hash (HMAC-SHA-256) of them. Who reads the database sees which jobs of a kind have equal
   * arguments, and can't try out what they are without this key. The key must stay the same while
   * keys are held, so it does not rotate: with another one, a duplicate is not recognized. Without
   * a key such a rule is refused; a rule by text or by kind needs none.
   *
   * @param key at least 256 bits, of no other use
   * @throws IllegalArgumentException when the key is shorter
   */
  public Encryption withUniqueKey(SecretKey key) {
    byte[] bytes = key.getEncoded();
    if (bytes != null && bytes.length < KEY_BYTES) {
      throw new IllegalArgumentException(
          "encryption: the key of unique rules must have at least 256 bits, got "
              + 8 * bytes.length);
    }
    return new Encryption(keyId, keys, key, kinds);
  }

  /**
   * Encrypts jobs of these kinds only, and those whose class or whose job asks for it ({@link
   * JobType#encrypted}, {@link Job#withEncrypted}). With no kind at all it encrypts only the
   * latter.
   */
  public Encryption withKinds(String... names) {
    return new Encryption(keyId, keys, uniqueKey, Set.of(names));
  }

  private static Map<String, SecretKey> added(
      Map<String, SecretKey> keys, String id, SecretKey key) {
    if (!KEY_ID.matcher(id).matches()) {
      throw new IllegalArgumentException(
          "encryption: the name of a key must be 1 to 64 letters, digits, dots, dashes and"
              + " underscores, got \""
              + id
              + '"');
    }
    byte[] bytes = key.getEncoded(); // null where the key never leaves its device
    if (!"AES".equals(key.getAlgorithm()) || (bytes != null && bytes.length != KEY_BYTES)) {
      throw new IllegalArgumentException(
          "encryption: key \""
              + id
              + "\" must be an AES key of 256 bits, got "
              + (bytes == null ? "a key" : 8 * bytes.length + " bits")
              + " of algorithm "
              + key.getAlgorithm());
    }
    Map<String, SecretKey> more = new LinkedHashMap<>(keys);
    if (more.putIfAbsent(id, key) != null) {
      throw new IllegalArgumentException("encryption: key \"" + id + "\" was given before");
    }
    return more;
  }

  /** The name of the key that jobs are written with. */
  public String keyId() {
    return keyId;
  }

  /** The names of all keys, in order. */
  public Set<String> keyIds() {
    return new TreeSet<>(keys.keySet());
  }

  /** The key of a name; null when it is not known here. */
  public @Nullable SecretKey key(String id) {
    return keys.get(id);
  }

  /** The key of unique rules; null when there is none. */
  public @Nullable SecretKey uniqueKey() {
    return uniqueKey;
  }

  /** Whether jobs of a kind are encrypted that do not ask for it. */
  public boolean covers(String kind) {
    return kinds == null || kinds.contains(kind);
  }

  /** The names of the keys, and nothing of the keys. */
  @Override
  public String toString() {
    return "Encryption" + keyIds() + " writing with " + keyId;
  }
}
