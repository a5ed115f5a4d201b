package org.cotejo.cli;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.Architectures;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// The arrows between modules, as docs/architecture.md draws them.
class ModuleArrowsTest {
  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("org.cotejo");

  @Test
  void seesEveryModule() {
    for (String module :
        List.of(
            "cose",
            "log",
            "model",
            "count",
            "publication",
            "sheet",
            "station",
            "audit",
            "server",
            "cli")) {
      assertThat(CLASSES.containPackage("org.cotejo." + module)).as(module).isTrue();
    }
  }

  @Test
  void modulesImportOnlyWhatStandsBelowThem() {
    Architectures.layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .layer("cose")
        .definedBy("org.cotejo.cose..")
        .layer("log")
        .definedBy("org.cotejo.log..")
        .layer("model")
        .definedBy("org.cotejo.model..")
        .layer("count")
        .definedBy("org.cotejo.count..")
        .layer("publication")
        .definedBy("org.cotejo.publication..")
        .layer("sheet")
        .definedBy("org.cotejo.sheet..")
        .layer("station")
        .definedBy("org.cotejo.station..")
        .layer("audit")
        .definedBy("org.cotejo.audit..")
        .layer("server")
        .definedBy("org.cotejo.server..")
        .layer("cli")
        .definedBy("org.cotejo.cli..")
        .whereLayer("cose")
        .mayNotAccessAnyLayer()
        .whereLayer("log")
        .mayOnlyAccessLayers("cose")
        .whereLayer("model")
        .mayOnlyAccessLayers("cose")
        .whereLayer("count")
        .mayOnlyAccessLayers("cose", "model")
        .whereLayer("publication")
        .mayOnlyAccessLayers("cose", "log", "model", "count")
        .whereLayer("sheet")
        .mayOnlyAccessLayers("cose", "model")
        .whereLayer("station")
        .mayOnlyAccessLayers("cose", "log", "model")
        .whereLayer("audit")
        .mayOnlyAccessLayers("cose", "log", "model", "count", "publication", "sheet")
        .whereLayer("server")
        .mayOnlyAccessLayers("cose", "log", "model", "count", "publication")
        .whereLayer("cli")
        .mayNotBeAccessedByAnyLayer()
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("org.cotejo.(**)").should().beFreeOfCycles().check(CLASSES);
  }

  /// Ten jars to write one kind of file are not let near a server.
  @Test
  void parquetIsKnownToTheExportAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage("org.cotejo.audit.bulk..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.parquet..", "org.apache.hadoop..", "blue.strategic..")
        .check(CLASSES);
  }

  /// What is counted must be the same on every machine and at every time.
  @Test
  void pureModulesReadNoClockAndNoChance() {
    noClasses()
        .that()
        .resideInAnyPackage("org.cotejo.model..", "org.cotejo.count..", "org.cotejo.publication..")
        .should()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(Random.class)
        .check(CLASSES);
  }
}
