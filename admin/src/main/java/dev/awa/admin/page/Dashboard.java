package dev.awa.admin.page;

import dev.awa.admin.http.Admin;
import gg.jte.html.HtmlTemplateOutput;
import gg.jte.html.OwaspHtmlTemplateOutput;
import gg.jte.output.StringOutput;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers requests of browsers. Safe for use by several threads. */
final class Dashboard {
  private static final Logger LOG = LoggerFactory.getLogger(Dashboard.class);

  private final Admin admin;
  private final Instance instance;
  private final Assets assets = new Assets();
  private final Samples samples = new Samples(System::nanoTime, Samples.PATIENCE);
  private final Places places = Places.all();

  Dashboard(Admin admin, Instance instance) {
    this.admin = admin;
    this.instance = instance;
  }

  PageAnswer answer(PageRequest request) {
    if (request.path().isEmpty()) {
      return PageAnswer.elsewhere(request.mountName() + "/");
    }
    if (request.path().equals(Suggestions.PLACE) && request.method().equals("GET")) {
      return suggestions(request);
    }
    return assets.find(request.path()).orElseGet(() -> page(request));
  }

  /** For the script of the search field, which does without them where there are none. */
  private PageAnswer suggestions(PageRequest request) {
    try {
      return PageAnswer.json(200, Suggestions.of(Visit.of(admin, instance, request, samples)));
    } catch (Refused e) {
      return PageAnswer.json(e.status(), List.of());
    } catch (RuntimeException e) {
      failed(request, e);
      return PageAnswer.json(500, List.of());
    }
  }

  private static void failed(PageRequest request, Exception e) {
    LOG.error("{} {} failed", request.method(), request.path().replaceAll("\\p{Cc}", "?"), e);
  }

  /** Nobody has logged in yet when a login is sent, nor may anybody have to for a logout. */
  private PageAnswer session(PageRequest request) {
    Fields form = Fields.of("");
    try {
      form = Fields.ofLogin(sent(request));
      return request.path().equals(LoginPage.LOGOUT)
          ? LoginPage.logout(admin, request)
          : LoginPage.login(admin, request, form);
    } catch (Refused e) {
      return answer(LoginPage.again(admin, request, e, form), request, null);
    } catch (IOException e) {
      return answer(RefusedPage.of(Refused.of(400, "The form can't be read", "")), request, null);
    }
  }

  private PageAnswer page(PageRequest request) {
    if (request.method().equals("POST") && LoginPage.isAt(request.path())) {
      return session(request);
    }
    @Nullable Visit visit = null;
    Page page;
    try {
      visit = Visit.of(admin, instance, request, samples);
      page = made(visit);
    } catch (Refused e) {
      page = e.status() == 401 ? LoginPage.of(admin, request, e) : RefusedPage.of(e);
    } catch (Exception e) {
      failed(request, e);
      page = RefusedPage.of(Refused.of(500, "The dashboard has failed", "Its log says why."));
    }
    return answer(page, request, visit);
  }

  private PageAnswer answer(Page page, PageRequest request, @Nullable Visit visit) {
    PageAnswer answer =
        page.elsewhere().isEmpty()
            ? PageAnswer.html(page.status(), written(page, request, visit))
            : PageAnswer.elsewhere(page.elsewhere());
    return page.cookie().isEmpty() ? answer : answer.with("Set-Cookie", page.cookie());
  }

  private Page made(Visit visit) throws IOException {
    PageRequest request = visit.request();
    return switch (request.method()) {
      case "GET", "HEAD" -> places.maker(request.segments()).on(visit);
      case "POST" -> done(visit, places.doer(request.segments()));
      default -> throw Refused.of(405, "Pages have no such method", "They have GET and POST.");
    };
  }

  /** What a form asks for; when that is refused, what was typed stays to be read. */
  private static Page done(Visit visit, Page.Doer doer) throws IOException {
    PageRequest request = visit.request();
    Fields form = Fields.of(sent(request));
    try {
      return doer.on(visit, form);
    } catch (Refused e) {
      if (e.status() == 401) {
        throw e;
      }
      return RefusedPage.of(e, form, request);
    }
  }

  /** What a form has sent; refused when a page of somebody else may have sent it. */
  private static InputStream sent(PageRequest request) throws IOException {
    if (request.isOfUnknownOrigin()) {
      throw Refused.of(
          403,
          "That is not allowed",
          "The browser does not say which page has sent this form. Use a newer browser.");
    }
    return request.body();
  }

  private String written(Page page, PageRequest request, @Nullable Visit visit) {
    StringOutput text = new StringOutput();
    Frame frame = frame(page, request, visit);
    HtmlTemplateOutput out = new OwaspHtmlTemplateOutput(text);
    JteframeGenerated.render(out, null, frame, content -> page.content().accept(out));
    return text.toString();
  }

  private Frame frame(Page page, PageRequest request, @Nullable Visit visit) {
    String root = request.root();
    return new Frame(
        page.title(),
        root,
        root + assets.folder(),
        request.cookie("awa.theme").filter(List.of("light", "dark")::contains).orElse(""),
        request.cookie("awa.density").filter("dense"::equals).orElse(""),
        request.cookie(Now.COOKIE).filter(Now::isZone).orElse(""),
        instance,
        visit == null ? null : visit.me(),
        visit != null && admin.hasSessions() && !request.hasToken(),
        visit == null ? List.of() : Side.of(visit, page.place()),
        visit == null ? "" : Done.words(visit.query().get("done")),
        visit != null && visit.query().get("done").equals(Done.LOST));
  }
}
