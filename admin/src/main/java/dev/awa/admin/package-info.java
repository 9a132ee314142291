/** The {@code awa} command, the admin HTTP API and the dashboard. */
@NullMarked
package dev.awa.admin;

import org.jspecify.annotations.NullMarked;
