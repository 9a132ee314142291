package dev.awa.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.awa.AwaException;
import dev.awa.InvalidFilterException;
import dev.awa.RenamedView;
import dev.awa.SavedView;
import dev.awa.client.SavedViews;
import dev.awa.support.TestQueue;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Filters that people save under a name are there for everybody. */
final class SavedViewsTest {
  private final TestQueue queue = TestQueue.create();
  private final SavedViews views = queue.awa().savedViews();

  private List<String> names() {
    return views.list().stream().map(SavedView::name).toList();
  }

  @Test
  void aViewIsFoundByItsName() {
    Instant before = Instant.now().minusSeconds(60);
    assertThat(views.save("night shift", "queue:mail after:-2h", "jo")).isEmpty();
    assertThat(views.save("a", "state:failed", "jo")).isEmpty();

    assertThat(names()).containsExactly("a", "night shift");
    SavedView view = views.find("night shift").orElseThrow();
    assertThat(view.filter()).isEqualTo("queue:mail after:-2h");
    assertThat(view.savedBy()).isEqualTo("jo");
    assertThat(view.savedAt()).isBetween(before, Instant.now().plusSeconds(60));
    assertThat(view.trouble()).isEmpty();
    assertThat(views.find("none")).isEmpty();
  }

  @Test
  void whoOverwritesAViewIsToldWhatItWas() {
    views.save("mine", "queue:mail", "jo");
    SavedView was = views.save("mine", "queue:letters", "ann").orElseThrow();
    assertThat(was.filter()).isEqualTo("queue:mail");
    assertThat(was.savedBy()).isEqualTo("jo");
    assertThat(views.find("mine").orElseThrow().filter()).isEqualTo("queue:letters");
    assertThat(views.find("mine").orElseThrow().savedBy()).isEqualTo("ann");
  }

  @Test
  void aViewIsRenamedUnlessTheNameIsTaken() {
    views.save("mine", "queue:mail", "jo");
    views.save("yours", "queue:letters", "jo");
    assertThat(views.rename("mine", "yours")).isEqualTo(RenamedView.TAKEN);
    assertThat(views.rename("none", "ours")).isEqualTo(RenamedView.UNKNOWN);
    assertThat(views.rename("mine", "ours")).isEqualTo(RenamedView.RENAMED);
    assertThat(names()).containsExactly("ours", "yours");
    assertThat(views.find("ours").orElseThrow().filter()).isEqualTo("queue:mail");
  }

  @Test
  void aViewIsDeletedOnce() {
    views.save("mine", "queue:mail", "jo");
    assertThat(views.delete("mine")).isTrue();
    assertThat(views.delete("mine")).isFalse();
    assertThat(views.list()).isEmpty();
  }

  @Test
  void whatCannotBeAViewIsRefused() {
    assertThatThrownBy(() -> views.save("mine", "colour:red", "jo"))
        .isInstanceOf(InvalidFilterException.class);
    for (String name : List.of("", "x".repeat(101), "a\0b")) {
      assertThatThrownBy(() -> views.save(name, "queue:mail", "jo"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("name");
    }
    assertThatThrownBy(() -> views.save("mine", " ", "jo")).hasMessageContaining("filter");
    assertThatThrownBy(() -> views.save("mine", "kind:" + "x".repeat(4000), "jo"))
        .hasMessageContaining("filter");
    assertThat(views.save("x".repeat(100), "queue:mail", "jo")).isEmpty();
    assertThat(names()).containsExactly("x".repeat(100));
  }

  @Test
  void thereAreFiveHundredAtMost() throws SQLException {
    queue.sql(
        "INSERT INTO awa.saved_views (name, filter, saved_by)"
            + " SELECT 'view ' || n, 'queue:mail', 'jo' FROM generate_series(1, 500) n");
    assertThatThrownBy(() -> views.save("one more", "queue:mail", "jo"))
        .isInstanceOf(AwaException.class)
        .hasMessageContaining("500 views");
    assertThat(views.save("view 7", "queue:letters", "ann")).isPresent();
    assertThat(views.list()).hasSize(SavedView.MOST);
  }

  /** A newer library may have saved it; it is listed all the same, and can be deleted. */
  @Test
  void aViewThatCannotBeReadSaysSo() throws SQLException {
    queue.sql("SELECT awa.save_view('newer', 'colour:red', 'jo')");
    SavedView view = views.list().getFirst();
    assertThat(view.trouble().orElseThrow()).contains("colour:red");
    assertThat(views.delete("newer")).isTrue();
  }
}
