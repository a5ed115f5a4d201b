package org.cotejo.audit.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.cotejo.audit.source.FiguresSource;
import org.cotejo.audit.source.Mapping;
import org.cotejo.audit.source.Source;
import org.cotejo.audit.source.TableSource;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.ElectionPackageReader;
import org.cotejo.model.PackageOutcome;
import org.junit.jupiter.api.Test;

/// The protocols of a real election beside the voting machines' own memory. What is expected was
/// counted with a few lines of Python (csv, gzip, two dictionaries) from the source's files
/// 50_votes_machine and 50_votes_machine_from_machine_data, codes of 100 and above left out.
class BulgarianMemoryTest {
  private static final Path EXAMPLE = Path.of("../examples/bulgaria-2021-07-11");

  private static Reconciliation reconciled() throws Exception {
    ElectionPackage election =
        ((PackageOutcome.Read) ElectionPackageReader.read(EXAMPLE.resolve("package")))
            .electionPackage();
    Path mapping = EXAMPLE.resolve("machine-memory.mapping");
    Source protocols =
        FiguresSource.read(EXAMPLE.resolve("figures.csv"), "figures.csv", election, "protocols");
    Source memory =
        TableSource.read(mapping, "m.mapping", Mapping.read(mapping), election, "memory");
    return Reconciliation.of(election, List.of(protocols, memory));
  }

  @Test
  void namesExactlyTheStationsAndCellsThatDifferAndThoseThatLackTheMemory() throws Exception {
    Reconciliation found = reconciled();
    Map<String, Integer> differing =
        found.findings().stream()
            .filter(finding ->
                finding.kind() == Concordance.DIFFERENT
                    || finding.kind() == Concordance.TRANSCRIPTION)
            .collect(
                Collectors.toMap(
                    finding -> found.election().stations().get(finding.at()).code(),
                    finding -> finding.cells().size()));
    assertThat(differing)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "040400071", 9,
                "193300015", 1,
                "234615021", 10,
                "234617071", 4,
                "244604033", 13,
                "244614057", 10));
    List<Finding> missing =
        found.findings().stream().filter(f -> f.kind() == Concordance.MISSING).toList();
    assertThat(missing).hasSize(94).allMatch(f -> f.detail().equals("station"));
    assertThat(found.findings())
        .extracting(Finding::kind)
        .containsOnly(
            Concordance.DIFFERENT,
            Concordance.TRANSCRIPTION,
            Concordance.MISSING,
            Concordance.ARITHMETIC);
    assertThat(found.sources()).allMatch(source -> source.unknown().isEmpty());
    assertThat(found.absentZeros(1)).isEqualTo(3803);
    int machine = found.election().channels().indexOf("machine");
    assertThat(found.compared(0, machine) - found.agreeing(0, machine)).isEqualTo(47);
    assertThat(found.compared(0, machine)).isEqualTo(226_597);
  }

  @Test
  void theDifferencesCannotChangeWhoLeads() throws Exception {
    MarginBound first = reconciled().margins().getFirst();
    assertThat(first.lead()).isEqualTo(657_829 - 642_165);
    assertThat(first.ofDifferences()).isEqualTo(MarginBound.Effect.CANNOT_CHANGE);
    assertThat(first.ofAll()).isEqualTo(MarginBound.Effect.CAN_CHANGE);
  }
}
