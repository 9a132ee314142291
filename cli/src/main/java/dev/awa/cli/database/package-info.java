/** Which database and which queue a command speaks to, named as for {@code psql}. */
@NullMarked
package dev.awa.cli.database;

import org.jspecify.annotations.NullMarked;
