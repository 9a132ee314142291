package dev.awa;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ModifiersTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.util.DocTrees;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.lang.model.element.Modifier;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * All that users can call is documented: each type, method, constructor and field that is public or
 * protected in an exported package has a Javadoc comment. What overrides something has that of what
 * it overrides; a component of a record is described by the record.
 */
final class JavadocTest {
  /** Of the core, and of the modules that users depend on. */
  private static final List<String> EXPORTED =
      List.of(
          "core/src/main/java/dev/awa",
          "core/src/main/java/dev/awa/client",
          "core/src/main/java/dev/awa/cron",
          "core/src/main/java/dev/awa/event",
          "core/src/main/java/dev/awa/json",
          "core/src/main/java/dev/awa/worker",
          "admin/src/main/java/dev/awa/admin",
          "admin/src/main/java/dev/awa/admin/http",
          "admin/src/main/java/dev/awa/admin/page",
          "metrics/src/main/java/dev/awa/metrics",
          "spring/src/main/java/dev/awa/spring",
          "test-kit/src/main/java/dev/awa/test");

  /** What is there, and what of it has no comment. */
  private static final class Found extends TreePathScanner<@Nullable Object, @Nullable Object> {
    private final DocTrees docs;
    private final List<String> bare = new ArrayList<>();
    private int documented;

    Found(DocTrees docs) {
      this.docs = docs;
    }

    @Override
    public @Nullable Object visitClass(ClassTree type, @Nullable Object ignored) {
      if (type.getSimpleName().isEmpty() || !isVisible(type.getModifiers(), type)) {
        return null;
      }
      look(type.getSimpleName().toString());
      return super.visitClass(type, null);
    }

    @Override
    public @Nullable Object visitMethod(MethodTree method, @Nullable Object ignored) {
      ClassTree type = (ClassTree) getCurrentPath().getParentPath().getLeaf();
      boolean ofRecord =
          type.getKind() == Tree.Kind.RECORD && method.getReturnType() == null; // its components
      boolean overrides =
          method.getModifiers().getAnnotations().stream()
              .anyMatch(a -> a.getAnnotationType().toString().equals("Override"));
      boolean generated =
          docs.getSourcePositions().getEndPosition(getCurrentPath().getCompilationUnit(), method)
              < 0;
      if (!ofRecord && !overrides && !generated && isVisible(method.getModifiers(), type)) {
        look(type.getSimpleName() + "." + method.getName());
      }
      return null;
    }

    @Override
    public @Nullable Object visitVariable(VariableTree field, @Nullable Object ignored) {
      if (getCurrentPath().getParentPath().getLeaf() instanceof ClassTree type
          && type.getKind() != Tree.Kind.RECORD
          && isVisible(field.getModifiers(), type)) {
        look(type.getSimpleName() + "." + field.getName());
      }
      return null;
    }

    private void look(String name) {
      TreePath path = getCurrentPath();
      String comment = docs.getDocComment(path);
      if (comment == null || comment.isBlank()) {
        bare.add(path.getCompilationUnit().getSourceFile().getName() + ": " + name);
      } else {
        documented++;
      }
    }

    /** In an interface all is public. A type is visible that is public, or lies in an interface. */
    private boolean isVisible(ModifiersTree modifiers, ClassTree type) {
      Set<Modifier> flags = modifiers.getFlags();
      Tree around =
          type.equals(getCurrentPath().getLeaf())
              ? getCurrentPath().getParentPath().getLeaf()
              : type;
      return flags.contains(Modifier.PUBLIC)
          || flags.contains(Modifier.PROTECTED)
          || (around.getKind() == Tree.Kind.INTERFACE && !flags.contains(Modifier.PRIVATE));
    }
  }

  @Test
  void everythingThatUsersCanCallIsDocumented() throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      JavacTask task =
          (JavacTask)
              compiler.getTask(
                  null,
                  files,
                  null,
                  List.of("-proc:none"),
                  null,
                  files.getJavaFileObjectsFromPaths(sources()));
      Found found = new Found(DocTrees.instance(task));
      for (CompilationUnitTree unit : task.parse()) {
        found.scan(unit, null);
      }
      assertThat(found.documented).isGreaterThan(300);
      assertThat(found.bare).isEmpty();
    }
  }

  private static List<Path> sources() throws IOException {
    List<Path> sources = new ArrayList<>();
    for (String folder : EXPORTED) {
      try (Stream<Path> files = Files.list(Path.of("..", folder))) {
        files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
      }
    }
    return sources;
  }
}
