/**
 * The storage engine: every table and every statement. Read {@code README.md} in this folder first:
 * it tells how the logs work and which race each operation survives. Not exported.
 */
@NullMarked
package dev.awa.engine;

import org.jspecify.annotations.NullMarked;
