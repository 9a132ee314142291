/** Tests of what operators see. */
@NullMarked
package dev.awa.admin;

import org.jspecify.annotations.NullMarked;
