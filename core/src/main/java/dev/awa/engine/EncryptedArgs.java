package dev.awa.engine;

import dev.awa.AwaException;
import dev.awa.Encryption;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import org.jspecify.annotations.Nullable;

/**
 * Arguments as they are stored when they are encrypted: {@code {"key": "2026-11", "data": "..."}}
 * with the name of the key, and in base 64 the nonce of 12 bytes, the text and the tag of 16 bytes.
 * Kind and version are authenticated with it. That they are encrypted is noted in {@code ext},
 * where nobody but the engine writes: so no arguments are taken for encrypted ones.
 */
public final class EncryptedArgs {
  private static final String KEY = "key";
  private static final String DATA = "data";
  private static final String CIPHER = "AES/GCM/NoPadding";
  private static final String CHECKPOINT = "\0checkpoint";
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BYTES = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private EncryptedArgs() {}

  /** Encrypts arguments with the key that is for writing. */
  static String encrypt(Encryption encryption, String kind, int version, String json) {
    return encrypt("arguments", encryption, kind, version, json);
  }

  /**
   * Encrypts a checkpoint of a job with the key that is for writing. It can't be read as the
   * arguments of a job, nor they as a checkpoint.
   */
  static String encryptCheckpoint(Encryption encryption, String kind, int version, String json) {
    return encrypt("a checkpoint", encryption, kind + CHECKPOINT, version, json);
  }

  private static String encrypt(
      String what, Encryption encryption, String kind, int version, String json) {
    String keyId = encryption.keyId();
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    byte[] text = json.getBytes(StandardCharsets.UTF_8);
    try {
      Cipher cipher =
          cipher(Cipher.ENCRYPT_MODE, known(encryption, keyId), nonce, bound(keyId, kind, version));
      byte[] data = Arrays.copyOf(nonce, NONCE_BYTES + cipher.getOutputSize(text.length));
      cipher.doFinal(text, 0, text.length, data, NONCE_BYTES);
      Map<String, Object> stored = new LinkedHashMap<>();
      stored.put(KEY, keyId);
      stored.put(DATA, Base64.getEncoder().encodeToString(data));
      return PlainJson.write(stored);
    } catch (GeneralSecurityException e) {
      throw new AwaException(
          what + " can't be encrypted with key \"" + keyId + "\": " + e.getMessage(), e);
    }
  }

  /**
   * Decrypts stored arguments.
   *
   * @throws AwaException when that can't be done; says why, and nothing of the arguments
   */
  public static String decrypt(
      @Nullable Encryption encryption, String kind, int version, String stored) {
    return decrypt("the arguments", encryption, kind, version, stored);
  }

  /**
   * Decrypts a stored checkpoint.
   *
   * @throws AwaException when that can't be done; says why, and nothing of the checkpoint
   */
  public static String decryptCheckpoint(
      @Nullable Encryption encryption, String kind, int version, String stored) {
    return decrypt(
        "the contents of the checkpoint", encryption, kind + CHECKPOINT, version, stored);
  }

  private static String decrypt(
      String what, @Nullable Encryption encryption, String kind, int version, String stored) {
    String keyId = keyId(stored);
    String text = text(stored, DATA);
    if (keyId == null) {
      throw new AwaException(
          what
              + " must say with which key they are encrypted, and do not: they were changed since");
    }
    if (encryption == null || encryption.key(keyId) == null) {
      throw new AwaException(
          what
              + " were encrypted with key \""
              + keyId
              + "\", which is not known here; known here: "
              + (encryption == null ? "none" : encryption.keyIds()));
    }
    try {
      byte[] data = Base64.getDecoder().decode(text == null ? "" : text);
      if (data.length < NONCE_BYTES + TAG_BYTES) {
        throw new GeneralSecurityException("it is cut off");
      }
      Cipher cipher =
          cipher(
              Cipher.DECRYPT_MODE,
              known(encryption, keyId),
              Arrays.copyOf(data, NONCE_BYTES),
              bound(keyId, kind, version));
      byte[] json = cipher.doFinal(data, NONCE_BYTES, data.length - NONCE_BYTES);
      return new String(json, StandardCharsets.UTF_8);
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw new AwaException(
          what
              + " can't be decrypted with key \""
              + keyId
              + "\": "
              + e.getMessage()
              + ". Either this key had the name when they were written and is another one now, or"
              + " the arguments, the kind or the version of the job were changed since",
          e);
    }
  }

  /** The name of the key that stored arguments need; null when they don't say. */
  public static @Nullable String keyId(String stored) {
    return text(stored, KEY);
  }

  private static @Nullable String text(String stored, String name) {
    try {
      return PlainJson.read(stored) instanceof Map<?, ?> object
              && object.get(name) instanceof String text
          ? text
          : null;
    } catch (RuntimeException e) {
      return null; // written past the engine
    }
  }

  private static SecretKey known(Encryption encryption, String keyId)
      throws GeneralSecurityException {
    SecretKey key = encryption.key(keyId);
    if (key == null) {
      throw new GeneralSecurityException("there is no such key");
    }
    return key;
  }

  private static Cipher cipher(int mode, SecretKey key, byte[] nonce, byte[] bound)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance(CIPHER);
    cipher.init(mode, key, new GCMParameterSpec(8 * TAG_BYTES, nonce));
    cipher.updateAAD(bound);
    return cipher;
  }

  /** What is authenticated beside the text; neither a key's name nor a kind has NUL. */
  private static byte[] bound(String keyId, String kind, int version) {
    return ("awa args 1\0" + keyId + '\0' + version + '\0' + kind).getBytes(StandardCharsets.UTF_8);
  }
}
