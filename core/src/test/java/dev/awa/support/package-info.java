/** What the tests of every module stand on: a real PostgreSQL. */
@NullMarked
package dev.awa.support;

import org.jspecify.annotations.NullMarked;
