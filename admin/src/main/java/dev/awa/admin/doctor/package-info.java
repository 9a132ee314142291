/**
 * Looks at everything that a queue needs of its server, its schema and its workers, and says what
 * is wrong, what follows of that, and what mends it.
 */
@NullMarked
package dev.awa.admin.doctor;

import org.jspecify.annotations.NullMarked;
