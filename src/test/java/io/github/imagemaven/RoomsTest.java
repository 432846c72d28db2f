package io.github.imagemaven;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.github.imagemaven.report.ImageException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** The rooms of the design, and what nobody in them does. */
@TestInstance(Lifecycle.PER_CLASS)
class RoomsTest {
  private static final String ROOT = "io.github.imagemaven";

  /** From the top: a room knows rooms below it and none above. */
  private static final List<String> ROOMS =
      List.of(
          "mojo",
          "ci",
          "release",
          "cleanup",
          "publish",
          "load",
          "build",
          "layer",
          "store",
          "registry",
          "credentials",
          "oci",
          "report");

  /** Changes of what belongs to the whole JVM, in which other modules are being built. */
  private static final Set<String> FORBIDDEN_CALLS =
      Set.of(
          "java.lang.System.exit",
          "java.lang.System.setProperty",
          "java.lang.System.setProperties",
          "java.lang.System.clearProperty",
          "java.lang.System.setOut",
          "java.lang.System.setErr",
          "java.lang.Runtime.exit",
          "java.lang.Runtime.halt");

  private JavaClasses production;

  @BeforeAll
  void readWhatIsShipped() throws URISyntaxException {
    production =
        new ClassFileImporter()
            .importPath(
                Path.of(
                    ImageException.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toURI()));
    assertThat(production).isNotEmpty();
  }

  @Test
  void everyClassLivesInARoom() {
    classes().should().resideInAnyPackage(packages(ROOMS)).check(production);
  }

  @Test
  void arrowsPointDown() {
    for (int i = 1; i < ROOMS.size(); i++) {
      noClasses()
          .that()
          .resideInAPackage(inside(ROOMS.get(i)))
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(packages(ROOMS.subList(0, i)))
          .allowEmptyShould(true) // a room may not be built yet
          .check(production);
    }
  }

  @Test
  void onlyTheEdgeKnowsMaven() {
    noClasses()
        .that()
        .resideOutsideOfPackage(inside("mojo"))
        .should()
        .dependOnClassesThat()
        .resideInAPackage("org.apache.maven..")
        .check(production);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching(ROOT + ".(**)").should().beFreeOfCycles().check(production);
  }

  @Test
  void nobodyChangesTheJvm() {
    noClasses()
        .should()
        .callMethodWhere(
            new DescribedPredicate<JavaCall<?>>("target is one of " + FORBIDDEN_CALLS) {
              @Override
              public boolean test(JavaCall<?> call) {
                return FORBIDDEN_CALLS.contains(
                    call.getTargetOwner().getName() + "." + call.getName());
              }
            })
        .check(production);
  }

  @Test
  void nothingStaticChanges() {
    fields().that().areStatic().should().beFinal().check(production);
  }

  @Test
  void namesSayWhatAClassIs() {
    noClasses()
        .that(
            // "docker credential helper" is what the field calls such a program
            DescribedPredicate.not(JavaClass.Predicates.simpleName("CredentialHelper")))
        .should()
        .haveNameMatching(".*(Helper|Util|Utils|Manager)")
        .check(production);
  }

  private static String inside(String room) {
    return ROOT + "." + room + "..";
  }

  private static String[] packages(List<String> rooms) {
    return rooms.stream().map(RoomsTest::inside).toArray(String[]::new);
  }
}
