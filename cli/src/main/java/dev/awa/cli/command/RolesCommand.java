package dev.awa.cli.command;

import dev.awa.Duty;
import dev.awa.RoleChanges;
import dev.awa.RoleDuties;
import dev.awa.RoleRight;
import dev.awa.cli.database.NoDatabase;
import dev.awa.cli.database.Target;
import dev.awa.cli.terminal.CommandFailure;
import dev.awa.cli.terminal.Printer;
import dev.awa.cli.terminal.Prints;
import dev.awa.cli.terminal.Terminal;
import dev.awa.cli.terminal.UsageFailure;
import dev.awa.client.Awa;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Makes a role for each duty. */
@Prints({Script.class, RoleChanges.class, RoleDuties.class})
@Command(
    name = "roles",
    mixinStandardHelpOptions = true,
    description = {
      "Print the SQL that makes a role for each duty, with the rights that it needs and no more:"
          + " producer, reader, operator, worker, and migrator, which owns the schema. Needs no"
          + " database.",
      "With --apply it is run, and said what changed; roles that are there stay, and what their"
          + " duties do not need is taken from them. For a role that may create roles and owns the"
          + " schema; no superuser. With --check: what the role of the connection may."
    })
public final class RolesCommand implements Callable<Integer> {
  private static final int SHOWN = 5;

  private static final String SCHEMA = "owner of schema";

  @Mixin Target target = new Target();
  @Mixin Printer printer = new Printer();

  @Option(
      names = "--prefix",
      paramLabel = "PREFIX",
      defaultValue = "awa_",
      description = "What the names begin with; default: ${DEFAULT-VALUE}, as in awa_worker.")
  String prefix = "awa_";

  @Option(
      names = "--login",
      description =
          "Roles that somebody logs in as; set their passwords yourself. By default they are for"
              + " members: GRANT awa_worker TO shop_app.")
  boolean login;

  @Option(names = "--apply", description = "Make them. Asks first.")
  boolean apply;

  @Option(
      names = "--yes",
      description = "With --apply: do not ask. Without it and without a terminal nothing is done.")
  boolean yes;

  @Option(names = "--check", description = "Say which role the connection has, and what it may.")
  boolean check;

  @Override
  public Integer call() {
    if (apply && check) {
      throw new UsageFailure("--apply and --check: name one of them");
    }
    if (yes && !apply) {
      throw new UsageFailure("--yes: goes with --apply");
    }
    if (check) {
      return target.connected(awa -> print(awa.roles().mine()));
    }
    String script = Awa.of(new NoDatabase(), target.schema).roles().script(prefix, login);
    if (!apply) {
      return printer.print(new Script(script), out -> out.print(script));
    }
    return target.connected(this::apply);
  }

  /** The roles by their names. */
  private String made() {
    return String.join(", ", Arrays.stream(Duty.values()).map(duty -> prefix + duty).toList());
  }

  private int apply(Awa awa) {
    if (!yes) {
      Terminal.require(
          "make the roles "
              + made()
              + ", and give schema "
              + target.schema
              + " to "
              + prefix
              + Duty.MIGRATOR
              + givenAway(awa.roles().mine().owner()));
    }
    RoleChanges changes = awa.roles().create(prefix, login);
    changes.lost().stream()
        .filter(one -> one.what().equals(SCHEMA))
        .map(RoleRight::role)
        .forEach(this::tellOldOwner);
    return printer.print(changes, out -> print(changes, out));
  }

  /** What the first run brings about, for the question. */
  private String givenAway(@Nullable String owner) {
    return owner == null || owner.equals(prefix + Duty.MIGRATOR)
        ? ""
        : ", which needs every table alone for a moment, so that all workers and producers wait;"
            + " role "
            + Printer.plain(owner)
            + ", which owns it now, may then do nothing in it, unless it is a superuser or a member"
            + " of "
            + prefix
            + Duty.MIGRATOR;
  }

  private void tellOldOwner(String owner) {
    printer.note(
        "role "
            + Printer.plain(owner)
            + " owned the schema and may do nothing in it any more. If it still works there: GRANT "
            + prefix
            + Duty.WORKER
            + ", "
            + prefix
            + Duty.OPERATOR
            + " TO "
            + Printer.plain(owner));
  }

  private void print(RoleChanges changes, PrintWriter out) {
    Map<String, List<String>> gained = byRole(changes.gained());
    Map<String, List<String>> lost = byRole(changes.lost());
    gained.forEach((role, what) -> out.println(role + ": " + words(what)));
    lost.forEach((role, what) -> out.println(role + ": taken " + listed(what)));
    if (gained.isEmpty() && lost.isEmpty()) {
      out.println("nothing to do");
    }
    if (!changes.hasQueue()) {
      out.println(
          "schema "
              + target.schema
              + " holds no queue yet: run awa migrate as "
              + prefix
              + Duty.MIGRATOR
              + ", then awa roles --apply again");
    }
  }

  private static Map<String, List<String>> byRole(List<RoleRight> rights) {
    Map<String, List<String>> byRole = new TreeMap<>();
    rights.forEach(
        one -> byRole.computeIfAbsent(one.role(), role -> new ArrayList<>()).add(one.what()));
    return byRole;
  }

  private static String words(List<String> gained) {
    List<String> words = new ArrayList<>();
    if (gained.contains("exists")) {
      words.add("created");
    }
    if (gained.contains("LOGIN")) {
      words.add("may log in");
    }
    if (gained.contains(SCHEMA)) {
      words.add("owns the schema");
    }
    long rights = gained.stream().filter(what -> what.contains(" ON ")).count();
    if (rights > 0) {
      words.add(rights + " rights granted");
    }
    long objects = gained.stream().filter(what -> what.startsWith("owner of ")).count();
    if (objects > 1 || words.isEmpty()) {
      words.add("owns " + objects + " objects more");
    }
    return String.join(", ", words);
  }

  private static String listed(List<String> what) {
    String first = String.join(", ", what.subList(0, Math.min(SHOWN, what.size())));
    return what.size() > SHOWN ? first + " and " + (what.size() - SHOWN) + " others" : first;
  }

  private int print(RoleDuties mine) {
    if (!mine.hasQueue()) {
      throw new CommandFailure(
          "schema \""
              + target.schema
              + "\" holds no Awa queue; create it with: awa migrate (role "
              + mine.role()
              + ")");
    }
    return printer.print(
        mine,
        out -> {
          out.println("role " + mine.role() + ", schema " + target.schema);
          for (Duty duty : Duty.values()) {
            out.println(String.format(Locale.ROOT, "%-9s %s", duty, may(mine, duty)));
          }
        });
  }

  private static String may(RoleDuties mine, Duty duty) {
    if (mine.may(duty)) {
      return "yes";
    }
    return duty == Duty.MIGRATOR
        ? "no: role " + Printer.plain(mine.owner()) + " owns the schema"
        : "no: "
            + mine.lacking().get(duty)
            + " rights are missing: awa grants "
            + duty
            + " "
            + mine.role();
  }
}
