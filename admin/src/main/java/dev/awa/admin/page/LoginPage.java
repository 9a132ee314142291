package dev.awa.admin.page;

import dev.awa.admin.Documents;
import dev.awa.admin.http.Admin;
import dev.awa.admin.http.Reply;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Where somebody logs in, by name and password or by a token.
 *
 * @param isAgain whether a login was refused; before that nobody has done anything wrong
 * @param hasForm whether this server knows logins by a form
 * @param action where the form goes, from this page
 * @param to where to go afterwards, below the mount
 * @param isLost whether a form was sent that nobody has done, because nobody was logged in any more
 */
record LoginPage(
    Refused refused,
    boolean isAgain,
    boolean hasForm,
    String action,
    String name,
    String to,
    boolean isLost) {
  static final String LOGOUT = "/logout";
  private static final String LOGIN = "/login";

  /** A place below the mount: never another server, nor above. */
  private static final Pattern PLACE = Pattern.compile("[A-Za-z0-9_~-][A-Za-z0-9_~./?=&%*+-]*");

  static boolean isAt(String path) {
    return path.equals(LOGIN) || path.equals(LOGOUT);
  }

  /** The page in place of the one that was asked for. */
  static Page of(Admin admin, PageRequest request, Refused refused) {
    String query = request.query() == null ? "" : "?" + request.query();
    String here = isAt(request.path()) ? "" : request.path().substring(1) + query;
    boolean isLost = request.method().equals("POST") && !isAt(request.path());
    String form = "to=" + Fields.encoded(here) + (isLost ? "&lost=true" : "");
    return of(admin, request, refused, Fields.of(form), false);
  }

  /** The page once more, after a login that was refused. */
  static Page again(Admin admin, PageRequest request, Refused refused, Fields form) {
    return of(admin, request, refused, form, true);
  }

  private static Page of(
      Admin admin, PageRequest request, Refused refused, Fields form, boolean isAgain) {
    LoginPage page =
        new LoginPage(
            refused,
            isAgain,
            admin.hasSessions(),
            request.root() + LOGIN.substring(1),
            form.get("name"),
            safe(form.get("to")),
            form.get("lost").equals("true"));
    return Page.of("Log in", "", out -> JteloginGenerated.render(out, null, page))
        .withStatus(refused.status());
  }

  private static String safe(String to) {
    return PLACE.matcher(to).matches() && !to.contains("//") && !to.contains("..") ? to : "";
  }

  static PageAnswer login(Admin admin, PageRequest request, Fields form) {
    String password = form.exact("password");
    Map<String, String> body =
        form.find("name") == null
            ? Map.of("password", password)
            : Map.of("name", form.get("name"), "password", password);
    Reply reply =
        admin.reply(request.asking("POST", LOGIN, Documents.JSON.writeValueAsString(body)));
    String to = safe(form.get("to"));
    String place = to.isEmpty() ? "./" : to;
    return withCookie(
        PageAnswer.elsewhere(form.get("lost").equals("true") ? lost(place) : place), reply);
  }

  private static String lost(String place) {
    return place + (place.contains("?") ? "&" : "?") + "done=" + Done.LOST;
  }

  static PageAnswer logout(Admin admin, PageRequest request) {
    Reply reply = admin.reply(request.asking("POST", LOGOUT, ""));
    return withCookie(PageAnswer.elsewhere("./"), reply);
  }

  private static PageAnswer withCookie(PageAnswer answer, Reply reply) {
    if (!reply.isGood()) {
      throw Refused.of(reply);
    }
    return answer.with("Set-Cookie", reply.headers().getOrDefault("Set-Cookie", ""));
  }
}
