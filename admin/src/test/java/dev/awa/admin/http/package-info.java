@NullMarked
package dev.awa.admin.http;

import org.jspecify.annotations.NullMarked;
