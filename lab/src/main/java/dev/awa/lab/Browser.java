package dev.awa.lab;

import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A Chromium without a window, spoken to by the DevTools protocol. Who uses it has Jackson 3 on its
 * class path. Not safe for use by several threads.
 */
public final class Browser implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome-stable", "google-chrome");

  private static final int PATIENCE_SECONDS = 60;
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Process process;
  private final Path profile;
  private final WebSocket socket;
  private final AtomicInteger ids = new AtomicInteger();
  private final Map<Integer, CompletableFuture<JsonNode>> open = new ConcurrentHashMap<>();
  private final Semaphore loads = new Semaphore(0);
  private final List<String> complaints = new CopyOnWriteArrayList<>();

  /** The program; empty when there is none on the path. */
  public static Optional<Path> find() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
        .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  public Browser(Path program) throws Exception {
    profile = Files.createTempDirectory("awa-browser");
    process =
        new ProcessBuilder(
                program.toString(),
                "--headless",
                "--no-sandbox", // tests may run as root
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--hide-scrollbars",
                "--remote-debugging-port=0",
                "--user-data-dir=" + profile,
                "about:blank")
            .redirectErrorStream(true)
            .redirectOutput(profile.resolve("out.txt").toFile())
            .start();
    Path port = profile.resolve("DevToolsActivePort");
    Eventually.holds("the browser listens", () -> Files.exists(port) && Files.size(port) > 0);
    socket = connect(Files.readAllLines(port).getFirst());
    for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
      call(domain + ".enable", Map.of());
    }
  }

  private WebSocket connect(String port) throws Exception {
    HttpClient client = HttpClient.newHttpClient();
    HttpRequest list =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list")).build();
    String targets = client.send(list, HttpResponse.BodyHandlers.ofString()).body();
    String address =
        JSON.readTree(targets)
            .valueStream()
            .filter(target -> target.get("type").asString().equals("page"))
            .findFirst()
            .orElseThrow()
            .get("webSocketDebuggerUrl")
            .asString();
    return client.newWebSocketBuilder().buildAsync(URI.create(address), new Heard()).join();
  }

  /** What the browser says, in pieces. */
  private final class Heard implements WebSocket.Listener {
    private final StringBuilder text = new StringBuilder();

    @Override
    public CompletionStage<?> onText(WebSocket from, CharSequence piece, boolean last) {
      text.append(piece);
      if (last) {
        hear(JSON.readTree(text.toString()));
        text.setLength(0);
      }
      from.request(1);
      return CompletableFuture.completedFuture(null);
    }
  }

  private void hear(JsonNode message) {
    if (message.has("id")) {
      Objects.requireNonNull(open.remove(message.get("id").asInt())).complete(message);
      return;
    }
    switch (message.path("method").asString("")) {
      case "Page.loadEventFired" -> loads.release();
      case "Runtime.exceptionThrown" -> complaints.add(message.get("params").toString());
      case "Log.entryAdded" -> {
        JsonNode entry = message.get("params").get("entry");
        if (entry.get("level").asString().equals("error")) {
          complaints.add(entry.get("text").asString() + " " + entry.path("url").asString(""));
        }
      }
      default -> {}
    }
  }

  public JsonNode call(String method, Map<String, ?> parameters) {
    int id = ids.incrementAndGet();
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    open.put(id, answer);
    Map<String, Object> message = new LinkedHashMap<>();
    message.put("id", id);
    message.put("method", method);
    message.put("params", parameters);
    socket.sendText(JSON.writeValueAsString(message), true).join();
    JsonNode told = answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    if (told.has("error")) {
      throw new IllegalStateException(method + ": " + told.get("error"));
    }
    return told.get("result");
  }

  /** Whoever is logged in by this token. */
  public void as(String token) {
    call(
        "Network.setExtraHTTPHeaders",
        Map.of("headers", Map.of("Authorization", "Bearer " + token)));
  }

  public void size(int width, int height) {
    call(
        "Emulation.setDeviceMetricsOverride",
        Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
  }

  /** As the system has it: {@code light} or {@code dark}. */
  public void theme(String theme) {
    call(
        "Emulation.setEmulatedMedia",
        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", theme))));
  }

  public void open(String url) {
    loads.drainPermits();
    call("Page.navigate", Map.of("url", url));
    loaded();
  }

  /** Waits for the page that comes after a click or key. */
  public void loaded() {
    try {
      if (!loads.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IllegalStateException("no page was loaded: " + eval("location.href"));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** The value of an expression, which may be a promise; a missing node is nothing. */
  public JsonNode eval(String script) {
    JsonNode result =
        call(
            "Runtime.evaluate",
            Map.of("expression", script, "awaitPromise", true, "returnByValue", true));
    if (result.has("exceptionDetails")) {
      throw new IllegalStateException(script + ": " + result.get("exceptionDetails"));
    }
    return result.get("result").path("value");
  }

  public String text(String selector) {
    return eval("document.querySelector(" + quoted(selector) + ")?.innerText ?? ''").asString();
  }

  /** Clicks with the mouse in the middle of what can be seen of an element. */
  public void click(String selector) {
    String find = "document.querySelector(" + quoted(selector) + ")";
    JsonNode box =
        eval(
            "(() => { const e = "
                + find
                + "; e.scrollIntoView({block: 'center'}); const r = e.getBoundingClientRect();"
                + " return [r.x + r.width / 2, r.y + r.height / 2]; })()");
    for (String type : List.of("mousePressed", "mouseReleased")) {
      call(
          "Input.dispatchMouseEvent",
          Map.of(
              "type",
              type,
              "x",
              box.get(0).asDouble(),
              "y",
              box.get(1).asDouble(),
              "button",
              "left",
              "clickCount",
              1));
    }
  }

  /** Types into what has the focus. */
  public void type(String text) {
    call("Input.insertText", Map.of("text", text));
  }

  /** Presses a key: a character, or its name. */
  public void key(String key) {
    Map<String, Object> down = new LinkedHashMap<>(Map.of("type", "keyDown", "key", key));
    if (key.length() == 1) {
      down.put("text", key);
    }
    if (key.equals("Enter")) {
      down.put("text", "\r");
      down.put("windowsVirtualKeyCode", 13);
    }
    call("Input.dispatchKeyEvent", down);
    call("Input.dispatchKeyEvent", Map.of("type", "keyUp", "key", key));
  }

  public byte[] picture() {
    String data = call("Page.captureScreenshot", Map.of("format", "png")).get("data").asString();
    return Base64.getDecoder().decode(data);
  }

  /** What the browser has refused or a script has thrown, since it was asked last. */
  public List<String> complaints() {
    List<String> all = new ArrayList<>(complaints);
    complaints.clear();
    return all;
  }

  public static String quoted(String text) {
    return JSON.writeValueAsString(text);
  }

  @Override
  public void close() throws IOException {
    socket.abort();
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().onExit().join();
    try (Stream<Path> files = Files.walk(profile)) {
      files.sorted(java.util.Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
    }
  }
}
