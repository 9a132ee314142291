package dev.awa.chaos.lab;

import dev.awa.client.Awa;
import java.util.List;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Brings the schema of a database to what the code needs that this runs with. Calls nothing that
 * was not there from the first version on. Argument: the JDBC URL.
 */
public final class MigrateMain {
  private MigrateMain() {}

  /** Says what was applied. */
  public static void main(String[] arguments) {
    PGSimpleDataSource dataSource = new PGSimpleDataSource();
    dataSource.setURL(arguments[0]);
    List<String> applied = Awa.of(dataSource).migrate();
    System.out.println(applied.isEmpty() ? "nothing" : String.join(", ", applied));
  }
}
