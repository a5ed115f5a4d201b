package org.cotejo.publication;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.cotejo.cose.Algorithm;
import org.cotejo.cose.Sign1;
import org.cotejo.cose.SigningKey;
import org.cotejo.log.MerkleTree;
import org.cotejo.model.AuthorityKeys;
import org.cotejo.model.BulletinStatement;
import org.cotejo.model.ChannelCount;
import org.cotejo.model.ElectionId;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.ElectionPackageReader;
import org.cotejo.model.ElectionStatement;
import org.cotejo.model.Mode;
import org.cotejo.model.PackageFiles;
import org.cotejo.model.PackageFit;
import org.cotejo.model.PackageOutcome;
import org.cotejo.model.Phase;
import org.cotejo.model.PhaseChange;
import org.cotejo.model.Selection;
import org.cotejo.model.Standing;
import org.cotejo.model.Statement;
import org.cotejo.model.TallyFigures;
import org.cotejo.model.TallyRecord;
import org.cotejo.model.TallySubject;
import org.cotejo.model.ValidVotesBase;
import org.junit.jupiter.api.Test;

/// The row of the area a contest is held in stands in a shard of its own, where no station may be:
/// it has to follow the stations of all the others.
class TotalsOfTheWholeTest {
  private static final SigningKey AUTHORITY = key(1);
  private static final SigningKey OPERATOR = key(2);
  private static final SigningKey LOG = key(3);
  private static final SigningKey NORTH = key(4);
  private static final SigningKey SOUTH = key(5);

  private final ElectionPackage election = election();
  private final MerkleTree tree = new MerkleTree();
  private final Map<String, String> files = new HashMap<>();
  private final Publication publication =
      new Publication(
          election,
          AuthorityKeys.of(AUTHORITY.verificationKey()),
          SiteProgram.NONE,
          tree::leaf,
          tree::root,
          (path, content) -> files.put(path, new String(content, StandardCharsets.UTF_8)));

  private static SigningKey key(int number) {
    var seed = new byte[32];
    seed[0] = (byte) number;
    return SigningKey.fromSeed(Algorithm.ED25519, seed);
  }

  private static ElectionPackage election() {
    PackageFiles files =
        new PackageFiles()
            .election("t", Map.of("en", "T"), LocalDate.of(2026, 1, 1), Mode.REAL, List.of("paper"))
            .area("land", "", "country", "", "Land")
            .area("n", "land", "region", "", "North")
            .area("s", "land", "region", "", "South")
            .contest("c", "land", "", "Contest", ValidVotesBase.ALL_SELECTIONS)
            .selection("c", "yes", Selection.Type.ANSWER, "land", "", "Yes")
            .station("N1", "n", 100, "", "", "")
            .station("S1", "s", 100, "", "", "")
            .device("N1", NORTH.verificationKey().toString())
            .device("S1", SOUTH.verificationKey().toString());
    return switch (ElectionPackageReader.read(files.files())) {
      case PackageOutcome.Read(ElectionPackage read) -> read;
      case PackageOutcome.Refused(List<String> errors) -> throw new AssertionError(errors);
    };
  }

  private ElectionId found() {
    var statement =
        new ElectionStatement(
            "t",
            Mode.REAL,
            "log.example",
            List.of(LOG.verificationKey()),
            "",
            List.of(OPERATOR.verificationKey()),
            List.of(),
            PackageFit.digests(election),
            ElectionStatement.Limits.STANDARD,
            Optional.empty());
    Sign1 envelope = statement.sign(AUTHORITY);
    apply(envelope, statement);
    return ElectionId.of(envelope.bytes());
  }

  private void apply(Sign1 envelope, Statement statement) {
    tree.append(envelope.bytes());
    assertThat(publication.apply(envelope, statement).standing())
        .isInstanceOf(Standing.Valid.class);
  }

  private static TallyRecord record(String station, long votes) {
    var none = OptionalLong.empty();
    var channel = new ChannelCount(0, votes, 0, 0, votes, new long[] {votes});
    return new TallyRecord(
        new TallySubject("c", station),
        new TallyFigures(100, none, votes, none, none, none, List.of(channel)));
  }

  /// Votes in the row of the whole country, by the files that the index of this bulletin lists.
  private long votesOfTheWhole(BulletinStatement bulletin) {
    String index = files.getOrDefault("totals/" + bulletin.index().hex() + ".json", "");
    return files.entrySet().stream()
        .filter(file -> index.contains(file.getKey()))
        .flatMap(file -> file.getValue().lines())
        .filter(line -> line.startsWith("area,land,"))
        .mapToLong(line -> Long.parseLong(line.substring(line.lastIndexOf(',') + 1)))
        .sum();
  }

  @Test
  void followsEveryStationFromBulletinToBulletin() {
    ElectionId id = found();
    var open = new PhaseChange(Phase.COUNTING_OPEN);
    apply(open.sign(id, AUTHORITY), open);
    assertThat(votesOfTheWhole(publication.draft())).isZero();

    TallyRecord north = record("N1", 30);
    apply(north.sign(id, NORTH), north);
    assertThat(votesOfTheWhole(publication.draft())).isEqualTo(30);

    TallyRecord south = record("S1", 12);
    apply(south.sign(id, SOUTH), south);
    assertThat(votesOfTheWhole(publication.draft())).isEqualTo(42);
  }
}
