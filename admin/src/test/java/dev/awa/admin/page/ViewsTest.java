package dev.awa.admin.page;

import static org.assertj.core.api.Assertions.assertThat;

import dev.awa.AuditEntry;
import dev.awa.AuditFilter;
import dev.awa.SavedView;
import java.net.http.HttpResponse;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Saved views: on their pages and by the API, for those who may. */
final class ViewsTest {
  private final Site site = new Site();

  @AfterEach
  void close() {
    site.close();
  }

  private HttpResponse<String> save(String token, String name, String filter) {
    return site.post("/views", token, "do", "save", "name", name, "q", filter);
  }

  private SavedView view(String name) {
    return site.awa().savedViews().find(name).orElseThrow();
  }

  @Test
  void aSearchIsSavedAndFoundByEverybody() {
    assertThat(site.page("/views")).contains("No view is saved");
    assertThat(site.page("/jobs")).doesNotContain("Save view");
    assertThat(site.page("/jobs?q=queue%3Amail", Site.OPERATE))
        .contains("id=\"save\"")
        .contains("action=\"views\"");
    assertThat(
            site.done("/views", Site.OPERATE, "do", "save", "name", "night / 1", "q", "queue:mail"))
        .isEqualTo("views?done=saved");
    String page = site.page("/views?done=saved", Site.VIEW);
    assertThat(page)
        .contains("The view is saved")
        .contains("night / 1")
        .contains("olga")
        .contains("jobs?q=queue%3Amail")
        .contains("views/" + Words.segment("night / 1"));
    AuditEntry entry = site.awa().audit().list(AuditFilter.newest(1)).getFirst();
    assertThat(entry.action()).isEqualTo("view-save");
    assertThat(entry.by()).isEqualTo("olga");
    assertThat(entry.details()).contains("night / 1").contains("queue:mail");
  }

  @Test
  void whoOverwritesAViewIsToldWhatItWasAndMayPutItBack() {
    site.awa().savedViews().save("mine", "queue:mail", "jo");
    HttpResponse<String> answer = save(Site.OPERATE, "mine", "queue:letters");
    assertThat(Site.shown(answer))
        .contains("What was overwritten")
        .contains("queue:mail")
        .contains("jo")
        .contains("Put it back");
    assertThat(view("mine").filter()).isEqualTo("queue:letters");
    save(Site.OPERATE, "mine", "queue:mail");
    assertThat(view("mine").filter()).isEqualTo("queue:mail");
    assertThat(save(Site.OPERATE, "mine", "queue:mail").statusCode()).isEqualTo(303);
  }

  @Test
  void aViewIsRenamedAndDeleted() {
    site.awa().savedViews().save("mine", "queue:mail", "jo");
    site.awa().savedViews().save("yours", "queue:mail", "jo");
    assertThat(site.page("/views/mine")).contains("queue:mail").contains("Rename the view mine?");
    assertThat(site.post("/views/mine", Site.OPERATE, "do", "rename", "name", "yours").statusCode())
        .isEqualTo(409);
    assertThat(site.done("/views/mine", Site.OPERATE, "do", "rename", "name", "ours"))
        .isEqualTo("../views?done=renamed");
    assertThat(view("ours").filter()).isEqualTo("queue:mail");
    assertThat(site.done("/views/ours", Site.OPERATE, "do", "delete"))
        .isEqualTo("../views?done=deleted");
    assertThat(site.post("/views/ours", Site.OPERATE, "do", "delete").statusCode()).isEqualTo(404);
    assertThat(site.get("/views/ours", Site.VIEW).statusCode()).isEqualTo(404);
  }

  @Test
  void whoMayOnlyLookOpensViewsAndChangesNone() {
    site.awa().savedViews().save("mine", "queue:mail", "jo");
    assertThat(site.page("/views", Site.VIEW)).contains("jobs?q=queue%3Amail");
    assertThat(site.page("/views/mine", Site.VIEW)).contains("does not include this");
    assertThat(save(Site.VIEW, "other", "queue:mail").statusCode()).isEqualTo(403);
    assertThat(site.post("/views/mine", Site.VIEW, "do", "delete").statusCode()).isEqualTo(403);
    assertThat(site.awa().savedViews().list()).hasSize(1);
  }

  @Test
  void whoIsLetIntoSomeQueuesSeesAndChangesTheirViewsOnly() {
    site.awa().savedViews().save("ours", "queue:mail", "jo");
    site.awa().savedViews().save("theirs", "queue:billing", "jo");
    site.awa().savedViews().save("all", "state:failed", "jo");
    assertThat(site.page("/views", Site.MAIL_ONLY))
        .contains("ours")
        .doesNotContain("theirs")
        .doesNotContain("state:failed");
    for (String name : new String[] {"theirs", "all"}) {
      assertThat(save(Site.MAIL_ONLY, name, "queue:mail").statusCode()).isEqualTo(403);
      assertThat(site.post("/views/" + name, Site.MAIL_ONLY, "do", "delete").statusCode())
          .isEqualTo(403);
    }
    assertThat(save(Site.MAIL_ONLY, "new", "queue:billing").statusCode()).isEqualTo(403);
    assertThat(save(Site.MAIL_ONLY, "new", "state:failed").statusCode()).isEqualTo(403);
    assertThat(save(Site.MAIL_ONLY, "new", "queue:letters").statusCode()).isEqualTo(303);
    assertThat(view("theirs").filter()).isEqualTo("queue:billing");
  }

  /** Who might guess what is masked neither saves such a view nor sees it. */
  @Test
  void viewsThatLookIntoArgumentsAreForAdministrators() {
    assertThat(save(Site.OPERATE, "vip", "args.card:1234").statusCode()).isEqualTo(403);
    assertThat(save(Site.ADMINISTER, "vip", "args.card:1234").statusCode()).isEqualTo(303);
    assertThat(site.page("/views")).contains("args.card:1234");
    assertThat(site.page("/views", Site.OPERATE)).contains("vip").doesNotContain("1234");
    assertThat(Site.shown(save(Site.OPERATE, "vip", "queue:mail"))).doesNotContain("1234");
  }

  @Test
  void aViewThatCannotBeReadSaysSo() throws SQLException {
    site.queue.sql("SELECT awa.save_view('newer', 'colour:red', 'jo')");
    assertThat(site.page("/views")).contains("newer").contains("colour").doesNotContain("jobs?q=c");
    assertThat(site.page("/views/newer")).contains("can’t be opened");
    assertThat(save(Site.OPERATE, "wrong", "colour:red").statusCode()).isEqualTo(400);
    assertThat(save(Site.OPERATE, "", "queue:mail").statusCode()).isEqualTo(400);
    site.done("/views/newer", Site.OPERATE, "do", "delete");
  }
}
