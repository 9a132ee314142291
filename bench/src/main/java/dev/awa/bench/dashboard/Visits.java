package dev.awa.bench.dashboard;

import dev.awa.bench.measure.Sample;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Requests of one visitor, one after the other: from the request to the last byte of the answer,
 * over loopback and compressed. Places are asked for in turns, so what the server has read for all
 * is as often fresh as for somebody who goes from page to page.
 */
final class Visits {
  private static final double MILLIS = 1e-6;
  private static final int GOOD = 200;

  private final String origin;
  private final Statements statements;
  private final Set<String> failed = new TreeSet<>();
  private final HttpClient client = HttpClient.newHttpClient();

  Visits(String origin, Statements statements) {
    this.origin = origin;
    this.statements = statements;
  }

  /**
   * What the requests of a place took.
   *
   * @param statements how many there were on average
   * @param slowest the slowest of them
   */
  record Took(String place, Sample millis, double statements, Statements.Took slowest) {}

  /** Which places were answered with an error, and with which. */
  Set<String> failed() {
    return failed;
  }

  /** What was answered; fails when that is an error. */
  byte[] get(String place) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(origin + place))
            .header("Accept", place.startsWith("/api") ? "application/json" : "text/html")
            .header("Accept-Encoding", "gzip")
            .build();
    HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
    if (answer.statusCode() != GOOD) {
      throw new IOException(place + " is answered with " + answer.statusCode());
    }
    return answer.body();
  }

  /** Asks for each place so often, after it has done so to warm up; goes on where one fails. */
  List<Took> measure(List<String> places, int warmUp, int times)
      throws IOException, InterruptedException {
    Map<String, List<Double>> millis = new LinkedHashMap<>();
    Map<String, List<Statements.Took>> taken = new LinkedHashMap<>();
    for (int round = 0; round < warmUp + times; round++) {
      for (String place : places) {
        statements.taken();
        long begun = System.nanoTime();
        try {
          get(place);
        } catch (IOException e) {
          failed.add(e.getMessage());
        }
        double took = (System.nanoTime() - begun) * MILLIS;
        if (round >= warmUp) {
          millis.computeIfAbsent(place, key -> new ArrayList<>()).add(took);
          taken.computeIfAbsent(place, key -> new ArrayList<>()).addAll(statements.taken());
        }
      }
    }
    List<Took> all = new ArrayList<>();
    millis.forEach(
        (place, some) -> all.add(took(place, some, taken.getOrDefault(place, List.of()))));
    return all;
  }

  private static Took took(String place, List<Double> millis, List<Statements.Took> statements) {
    return new Took(
        place,
        Sample.of(millis),
        (double) statements.size() / millis.size(),
        statements.stream()
            .max(Comparator.comparingDouble(Statements.Took::millis))
            .orElse(new Statements.Took("none", 0)));
  }
}
