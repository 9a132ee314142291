package dev.awa.bench.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;

/**
 * A process that works on the queue of a peer. Commands come in by lines, each is answered with a
 * line, and the process ends with its input.
 */
public final class ChildMain {
  static final String OK = "ok";

  private final Peer peer;
  private final Contender contender;
  private AutoCloseable crew = () -> {};

  private ChildMain(Peer peer, Contender contender) {
    this.peer = peer;
    this.contender = contender;
  }

  /** Started with the name of a peer and the URL of the database in which it is installed. */
  public static void main(String[] arguments) throws Exception {
    Locale.setDefault(Locale.ROOT); // numbers are printed for programs too
    PrintStream answers = System.out;
    System.setOut(System.err); // libraries that print shall not answer
    try {
      Peer peer = Peers.named(List.of(arguments[0])).getFirst();
      ChildMain child = new ChildMain(peer, peer.join(Site.at(arguments[1])));
      answers.println(OK);
      child.obey(answers);
      System.exit(0);
    } catch (Exception e) {
      e.printStackTrace();
      System.exit(1);
    }
  }

  private void obey(PrintStream answers) throws IOException {
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String line = commands.readLine();
    while (line != null) {
      answers.println(obey(line.split("\t", -1)));
      line = commands.readLine();
    }
  }

  private String obey(String[] command) {
    try {
      if (command[0].equals("start")) {
        Ledger ledger = Ledger.shared(Path.of(command[1]), Integer.parseInt(command[2]));
        Duration sleep = Duration.ofMillis(Long.parseLong(command[3]));
        Work work = Work.sleeping(ledger, sleep);
        if (Boolean.parseBoolean(command[4])) {
          work = Work.mixed(ledger, peer.parts());
        }
        work = work.withHolder(Integer.parseInt(command[5]));
        crew = contender.start(Integer.parseInt(command[6]), work);
      } else {
        crew.close();
        crew = () -> {};
      }
      return OK;
    } catch (Exception e) {
      e.printStackTrace();
      return String.valueOf(e).replace('\n', ' ');
    }
  }
}
