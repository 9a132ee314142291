/**
 * The dashboard: pages of what the admin API shows and does, rendered on the server. {@link
 * dev.awa.admin.page.DashboardServlet} answers with them, and with the API below {@code /api}.
 */
@NullMarked
package dev.awa.admin.page;

import org.jspecify.annotations.NullMarked;
