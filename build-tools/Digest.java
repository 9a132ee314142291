import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Writes the digest of the files that an index names, beside the index: so a program knows them
 * without reading them.
 *
 * <p>Usage: {@code Digest <index> <digest>}. The digest is the SHA-256 of the index and of its
 * files, in its order; lines of the index that begin with {@code #} are comments.
 */
final class Digest {
  public static void main(String[] arguments) throws IOException, NoSuchAlgorithmException {
    if (arguments.length != 2) {
      System.err.println("usage: Digest <index> <digest>, got: " + String.join(" ", arguments));
      System.exit(2);
    }
    Path index = Path.of(arguments[0]);
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    for (String file : Files.readAllLines(index)) {
      if (!file.startsWith("#")) {
        digest.update(file.getBytes(StandardCharsets.UTF_8));
        digest.update(Files.readAllBytes(index.resolveSibling(file)));
      }
    }
    Files.writeString(Path.of(arguments[1]), HexFormat.of().formatHex(digest.digest()));
  }
}
