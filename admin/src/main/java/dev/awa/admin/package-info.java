/**
 * What operators see, apart from where they see it: the JSON documents that {@code awa ... --json}
 * prints, and how times and sizes are written. The admin HTTP API and the dashboard will be
 * packages beside this one.
 */
@NullMarked
package dev.awa.admin;

import org.jspecify.annotations.NullMarked;
