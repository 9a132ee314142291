package dev.awa;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.xpath.XPathConstants;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;

/** What of the repository is published, and that nothing is missing in what users depend on. */
final class PublishedModulesTest {
  private static final Path REPOSITORY = Path.of("..").toAbsolutePath().normalize();

  /** What docs/releasing.md and README.md say. A module that is new is published or says so. */
  private static final Set<String> PUBLISHED =
      Set.of("awa", "awa-admin", "awa-metrics", "awa-spring-boot-starter", "awa-test", "awa-cli");

  private static final Set<String> MANDATORY =
      Set.of("url", "licenses", "developers", "scm", "name", "description");

  /** An application pays for each of them. */
  private static final int MOST_OF_THE_CORE = 4;

  private record Module(Path folder, Document pom) {
    String artifact() {
      return text("/project/artifactId");
    }

    boolean isPublished() {
      return !text("/project/properties/maven.deploy.skip").equals("true");
    }

    String text(String path) {
      try {
        return XPathFactory.newInstance().newXPath().evaluate(path, pom).strip();
      } catch (XPathExpressionException e) {
        throw new IllegalArgumentException(path, e);
      }
    }

    List<String> texts(String path) {
      try {
        NodeList nodes =
            (NodeList)
                XPathFactory.newInstance().newXPath().evaluate(path, pom, XPathConstants.NODESET);
        return IntStream.range(0, nodes.getLength())
            .mapToObj(i -> nodes.item(i).getTextContent().strip())
            .toList();
      } catch (XPathExpressionException e) {
        throw new IllegalArgumentException(path, e);
      }
    }
  }

  private final Module parent = module(REPOSITORY);
  private final List<Module> modules =
      parent.texts("/project/modules/module").stream()
          .map(name -> module(REPOSITORY.resolve(name)))
          .toList();
  private final Module bom =
      modules.stream().filter(one -> one.artifact().equals("awa-bom")).findAny().orElseThrow();
  private final List<Module> published =
      modules.stream().filter(one -> one.isPublished() && !one.equals(bom)).toList();

  private static Module module(Path folder) {
    try {
      return new Module(
          folder,
          DocumentBuilderFactory.newInstance()
              .newDocumentBuilder()
              .parse(folder.resolve("pom.xml").toFile()));
    } catch (Exception e) {
      throw new IllegalStateException("no POM that can be read: " + folder, e);
    }
  }

  @Test
  void whatIsPublishedIsInTheBomAndNothingElse() {
    Set<String> artifacts =
        published.stream().map(Module::artifact).collect(Collectors.toCollection(TreeSet::new));
    assertThat(artifacts).isEqualTo(new TreeSet<>(PUBLISHED));
    assertThat(bom.texts("//dependency/artifactId")).containsExactlyInAnyOrderElementsOf(artifacts);
    assertThat(bom.texts("//dependency/version")).containsOnly("${project.version}");
  }

  @Test
  void theBomSaysOfItselfWhatTheParentSays() {
    for (String path :
        List.of(
            "/project/version",
            "/project/properties/project.address",
            "/project/properties/project.build.outputTimestamp",
            "/project/url",
            "/project/licenses",
            "/project/developers",
            "/project/scm")) {
      assertThat(bom.text(path)).as(path).isNotEmpty().isEqualTo(parent.text(path));
    }
  }

  /** The rest comes from the parent. */
  @Test
  void whatARepositoryOfTheWorldAsksForIsThere() {
    assertThat(MANDATORY)
        .allSatisfy(part -> assertThat(parent.text("/project/" + part)).isNotEmpty());
    for (Module module : published) {
      assertThat(module.text("/project/name")).as(module.artifact()).isNotEmpty();
      assertThat(module.text("/project/description")).as(module.artifact()).isNotEmpty();
    }
  }

  @Test
  void everyPublishedModuleHasANameOnTheModulePath() {
    for (Module module : published) {
      assertThat(
              Files.exists(module.folder().resolve("src/main/java/module-info.java"))
                  || module.text("//Automatic-Module-Name").startsWith("dev.awa"))
          .as("%s has a module-info or an Automatic-Module-Name", module.artifact())
          .isTrue();
    }
  }

  @Test
  void everyPackageSaysThatNothingIsNullUnlessItSaysSo() throws IOException {
    for (Module module : published) {
      try (Stream<Path> files = Files.walk(module.folder().resolve("src/main/java"))) {
        List<Path> packages =
            files
                .filter(file -> file.toString().endsWith(".java"))
                .map(Path::getParent)
                .filter(folder -> !folder.endsWith("java"))
                .distinct()
                .toList();
        assertThat(packages).isNotEmpty();
        assertThat(packages).as("@NullMarked").allMatch(PublishedModulesTest::isNullMarked);
      }
    }
  }

  private static boolean isNullMarked(Path folder) {
    Path info = folder.resolve("package-info.java");
    try {
      return Files.exists(info) && Files.readString(info).contains("@NullMarked");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // --- dependencies ---

  @Test
  void theCoreBringsFewOtherLibraries() {
    Module core =
        published.stream().filter(one -> one.artifact().equals("awa")).findAny().orElseThrow();
    assertThat(brought(core)).hasSizeLessThanOrEqualTo(MOST_OF_THE_CORE);
  }

  /** A new dependency needs a reason there. */
  @Test
  void docsReleasingGivesAReasonForEachDependency() throws IOException {
    List<String> rows =
        Files.readAllLines(REPOSITORY.resolve("docs/releasing.md")).stream()
            .filter(line -> line.startsWith("| `awa"))
            .map(line -> line.replaceAll("^\\| `([^`]*)` \\| `([^`]*)` \\|.*", "$1 $2"))
            .toList();
    List<String> found =
        published.stream()
            .flatMap(one -> brought(one).stream().map(library -> one.artifact() + ' ' + library))
            .toList();
    assertThat(rows).containsExactlyInAnyOrderElementsOf(found);
  }

  /** What comes with a module into an application, of the first degree and not our own. */
  private static List<String> brought(Module module) {
    String library =
        "/project/dependencies/dependency[not(optional='true') and not(scope='test')"
            + " and not(scope='provided') and not(groupId='dev.awa')]/artifactId";
    return module.texts(library);
  }
}
