package dev.awa.lab;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;

/** An nginx before a server. Where one lies is found by {@link Programs#find}. */
public final class Nginx implements AutoCloseable {
  /** Of the certificate in a folder; guards nothing. */
  private static final String PASSWORD = "of a test";

  private final Process process;

  /**
   * Starts one.
   *
   * @param folder for its settings, its log and what it buffers
   * @param http what is in the block {@code http} of its settings
   * @param port a port that it listens on then
   */
  public Nginx(Path executable, Path folder, String http, int port) throws IOException {
    Path settings = folder.resolve("nginx.conf");
    Path log = folder.resolve("nginx.log");
    Files.writeString(settings, settings(folder, http));
    process =
        new ProcessBuilder(executable.toString(), "-p", folder.toString(), "-c", "" + settings)
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    try {
      Eventually.holds("nginx listens", () -> listens(port));
    } catch (IllegalStateException e) {
      close();
      throw new IOException(Files.readString(log), e);
    }
  }

  private static String settings(Path folder, String http) {
    String user =
        System.getProperty("user.name").equals("root") ? "user root;" : "# as who starts it";
    return """
    daemon off;
    master_process off;
    worker_processes 1;
    %s
    pid %2$s/nginx.pid;
    error_log stderr;
    events {}
    http {
      access_log off;
      client_body_temp_path %2$s/body;
      proxy_temp_path %2$s/proxy;
      fastcgi_temp_path %2$s/fastcgi;
      uwsgi_temp_path %2$s/uwsgi;
      scgi_temp_path %2$s/scgi;
    %3$s
    }
    """
        .formatted(user, folder, http);
  }

  private static boolean listens(int port) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    }
  }

  /**
   * Makes a certificate for {@code localhost} that nobody has signed, good for a day: {@code
   * server.crt} and {@code server.key}.
   *
   * @return what holds the certificate, for clients that are to trust it
   */
  public static KeyStore certificate(Path folder) throws IOException, GeneralSecurityException {
    Path store = folder.resolve("server.p12");
    Programs.run(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            "server",
            "-keyalg",
            "EC",
            "-validity",
            "1",
            "-dname",
            "CN=localhost",
            "-ext",
            "san=dns:localhost",
            "-storetype",
            "PKCS12",
            "-storepass",
            PASSWORD,
            "-keystore",
            store.toString()));
    KeyStore made = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
    Key key = made.getKey("server", PASSWORD.toCharArray());
    Files.writeString(folder.resolve("server.key"), pem("PRIVATE KEY", key.getEncoded()));
    byte[] certificate = made.getCertificate("server").getEncoded();
    Files.writeString(folder.resolve("server.crt"), pem("CERTIFICATE", certificate));
    KeyStore trusted = KeyStore.getInstance("PKCS12");
    trusted.load(null, null);
    trusted.setCertificateEntry("server", made.getCertificate("server"));
    return trusted;
  }

  private static String pem(String what, byte[] bytes) {
    String text =
        Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(bytes);
    return "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n";
  }

  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
