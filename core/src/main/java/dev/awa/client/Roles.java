package dev.awa.client;

import dev.awa.AwaException;
import dev.awa.Duty;
import dev.awa.RoleChanges;
import dev.awa.RoleDuties;
import dev.awa.engine.Engine;

/**
 * A database role for each duty: {@code awa_producer}, {@code awa_reader}, {@code awa_operator},
 * {@code awa_worker}, and {@code awa_migrator}, which owns the schema. Applications log in as
 * members of them. Single roles get their rights by {@link Awa#grants}. Safe for use by several
 * threads.
 */
public final class Roles {
  private static final String WHO =
      ". To create roles, the role needs CREATEROLE; to give them rights, it owns the schema or is"
          + " a member of its owner; to make the schema or give it away, CREATE ON DATABASE. From"
          + " PostgreSQL 16 on it needs ADMIN OPTION on roles that somebody else created. No"
          + " superuser is needed";

  private final Engine engine;
  private final Database database;

  Roles(Engine engine, Database database) {
    this.engine = engine;
    this.database = database;
  }

  /**
   * The statement that {@link #create} runs, for a person or {@code psql}.
   *
   * @param prefix what the names begin with, for example {@code awa_}: 1 to 50 of the characters
   *     a-z, 0-9 and _, and no digit at first
   * @param login whether somebody may log in as these roles; else they are for members only. Roles
   *     that are there keep their LOGIN. No password is set
   * @throws IllegalArgumentException when the prefix is another
   */
  public String script(String prefix, boolean login) {
    return engine.roles().script(prefix, login);
  }

  /**
   * Creates the roles that are not there, gives the schema to the migrator, gives the others the
   * rights that their duties need, and takes all others in this schema from them. In one
   * transaction. Where nothing is to be done nothing is written. The schema may be missing: it is
   * made, and the rights are granted by another call when the migrator has migrated.
   *
   * <p>The first call that gives the schema away is an interruption: it needs every table alone for
   * a moment, and meanwhile the whole queue waits. Call it at a quiet time. It waits about 2 s for
   * the locks of others, then fails and changes nothing (SQLSTATE 55P03); the message names who was
   * in the way. Whoever owned the schema may do nothing in it any more ({@link RoleChanges#lost}).
   * Later calls run beside workers.
   *
   * <p>Roles belong to the whole server: a queue in another database, or another schema, whose
   * roles begin with the same prefix shares them.
   *
   * @throws IllegalArgumentException when the prefix is none: see {@link #script}
   * @throws AwaException when the role of this client may not do that (SQLSTATE 42501), or others
   *     used the tables (55P03)
   */
  public RoleChanges create(String prefix, boolean login) {
    return database
        .saying(WHO)
        .readCommitted("create roles", tx -> engine.roles().create(tx, prefix, login));
  }

  /** What the role of this client's connections may. It needs no rights. */
  public RoleDuties mine() {
    return database.as(Duty.READER).call("look at roles", engine.roles()::mine);
  }
}
