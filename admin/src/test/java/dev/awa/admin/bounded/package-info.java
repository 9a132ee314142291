@NullMarked
package dev.awa.admin.bounded;

import org.jspecify.annotations.NullMarked;
