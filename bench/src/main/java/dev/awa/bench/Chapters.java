package dev.awa.bench;

import dev.awa.bench.measure.Page.Chapter;
import dev.awa.bench.peer.Absent;
import dev.awa.bench.peer.MixJob;
import dev.awa.bench.peer.Peer;
import dev.awa.bench.peer.Peers;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** What a report says beside its numbers: the machine, who competed and how, and who could not. */
final class Chapters {
  private Chapters() {}

  static List<Chapter> of(Map<String, String> facts, List<String> peers) {
    return List.of(machine(facts), competitors(peers), looks(peers), faults(peers), absent());
  }

  /** Of a run in which Awa was alone. */
  static List<Chapter> of(Map<String, String> facts) {
    return List.of(machine(facts));
  }

  private static Chapter machine(Map<String, String> facts) {
    List<List<String>> lines =
        facts.entrySet().stream().map(fact -> List.of(fact.getKey(), fact.getValue())).toList();
    return new Chapter("Machine and server", List.of("what", "value"), lines);
  }

  private static Chapter competitors(List<String> names) {
    List<List<String>> lines = Peers.named(names).stream().map(Chapters::competitor).toList();
    return new Chapter(
        "Queues that are compared",
        List.of("queue", "version", "licence", "settings and calls", "after"),
        lines);
  }

  private static List<String> competitor(Peer peer) {
    return List.of(
        peer.name(),
        peer.missing().map(reason -> "left out: " + reason).orElseGet(peer::version),
        peer.license(),
        peer.settings(),
        peer.source());
  }

  private static Chapter looks(List<String> names) {
    List<List<String>> lines =
        Peers.named(names).stream().map(peer -> List.of(peer.name(), peer.looks())).toList();
    return new Chapter(
        "In elsewhere", List.of("queue", "how its workers find out that there is work"), lines);
  }

  private static Chapter faults(List<String> names) {
    List<List<String>> lines =
        Peers.named(names).stream()
            .filter(peer -> !peer.hasProcesses())
            .map(peer -> List.of(peer.name(), peer.watch(), left(peer)))
            .toList();
    return new Chapter(
        "In chaos and mix",
        List.of("queue", "how it notices that a process died", "what of the mix it lacks"),
        lines);
  }

  private static String left(Peer peer) {
    return peer.parts().isEmpty()
        ? "all of it: left out"
        : EnumSet.complementOf(EnumSet.of(MixJob.Part.PLAIN)).stream()
            .filter(part -> !peer.parts().contains(part))
            .map(MixJob.Part::text)
            .collect(
                Collectors.collectingAndThen(
                    Collectors.joining(", "), text -> text.isEmpty() ? "nothing" : text));
  }

  private static Chapter absent() {
    List<List<String>> lines =
        Absent.ALL.stream()
            .map(one ->
                List.of(
                    one.name(),
                    one.reason(),
                    "published: " + one.figure(),
                    one.conditions(),
                    one.source()))
            .toList();
    return new Chapter(
        "Not measured here; published figures, of other machines and conditions",
        List.of("queue", "why", "published figure", "conditions", "source"),
        lines);
  }
}
