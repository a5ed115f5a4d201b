package org.cotejo.sheet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.cotejo.cose.SigningKey;
import org.cotejo.model.ChannelCount;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.Mode;
import org.cotejo.model.TallyFigures;
import org.cotejo.model.TallySubject;
import org.junit.jupiter.api.Test;

class SheetReaderTest {
  private static final ElectionPackage ELECTION =
      PrintedElection.read(PrintedElection.files(Mode.REAL, 38, List.of("paper", "machine")));
  private static final SheetReader READER =
      new SheetReader(Optional.of(KnownElection.of(ELECTION)), Map.of());
  private static final TallyFigures FIGURES = PrintedElection.figures(38, 2, 1);

  private static List<String> codes(TallyFigures figures, SigningKey key, int parts) {
    return CodeText.cut(PrintedElection.signed(figures, key).bytes(), parts).stream()
        .map(CodeText::toString)
        .toList();
  }

  private static ReadCode only(SheetReader.Result result) {
    assertThat(result.unread()).isEmpty();
    assertThat(result.codes()).hasSize(1);
    return result.codes().getFirst();
  }

  @Test
  void verifiesARecordInOneCodeAndInParts() {
    for (int parts : new int[] {1, 2, 5}) {
      ReadCode code = only(READER.read(codes(FIGURES, PrintedElection.STATION, parts).reversed()));
      assertThat(code.signature().label()).isEqualTo("verified");
      assertThat(code.subject()).isEqualTo("c/0042");
      assertThat(code.leaf()).hasSize(64);
      assertThat(code.remarks()).isEmpty();
      assertThat(code.fields())
          .contains(
              new ReadCode.Field("registeredVoters", "900"),
              new ReadCode.Field(
                  "machine.votes.38", Long.toString(FIGURES.channels().get(1).vote(37))));
    }
  }

  @Test
  void saysOfWhoseKeyASignatureIsNot() {
    ReadCode stranger = only(READER.read(codes(FIGURES, PrintedElection.STRANGER, 1)));
    assertThat(stranger.signature().label()).isEqualTo("key-not-available");
    ReadCode other = only(READER.read(codes(FIGURES, PrintedElection.OTHER_STATION, 1)));
    assertThat(other.signature())
        .isEqualTo(new Signature.DoesNotVerify("the key is that of station 0043"));
  }

  @Test
  void saysThatAChangedRecordDoesNotVerify() {
    byte[] statement = PrintedElection.signed(FIGURES, PrintedElection.STATION).bytes().clone();
    statement[statement.length - 1] ^= 1;
    ReadCode code = only(READER.read(List.of(CodeText.cut(statement, 1).getFirst().toString())));
    assertThat(code.signature().label()).isEqualTo("does-not-verify");
  }

  @Test
  void readsFiguresWithoutThePackageAndVerifiesNothing() {
    var alone = new SheetReader(Optional.empty(), Map.of());
    ReadCode code = only(alone.read(codes(FIGURES, PrintedElection.STATION, 1)));
    assertThat(code.signature().label()).isEqualTo("key-not-available");
    assertThat(code.fields()).contains(new ReadCode.Field("registeredVoters", "900"));
  }

  @Test
  void namesTheFieldInWhichAPrintedDigitIsAltered() {
    ChannelCount first = FIGURES.channels().getFirst();
    long[] votes = first.votes();
    votes[6] += 1;
    var altered =
        new TallyFigures(
            900,
            FIGURES.votersAdded(),
            FIGURES.votersAdmitted(),
            FIGURES.ballotsReceived(),
            FIGURES.ballotsUnused(),
            FIGURES.ballotsSpoiled(),
            List.of(
                new ChannelCount(
                    0,
                    first.ballotsCast(),
                    first.blankVotes(),
                    first.invalidVotes(),
                    first.validVotes(),
                    votes),
                FIGURES.channels().get(1)));
    var reader =
        new SheetReader(
            Optional.of(KnownElection.of(ELECTION)),
            Map.of(new TallySubject("c", "0042"), altered));
    ReadCode code = only(reader.read(codes(FIGURES, PrintedElection.STATION, 1)));
    assertThat(code.differences())
        .containsExactly(
            "printed ≠ signed: paper.votes.7 is %d, signed is %d"
                .formatted(votes[6], votes[6] - 1));
  }

  @Test
  void saysWhatIsMissingOfASeries() {
    SheetReader.Result result =
        READER.read(codes(FIGURES, PrintedElection.STATION, 3).subList(1, 2));
    assertThat(result.codes()).isEmpty();
    assertThat(result.unread()).containsExactly("of 3 parts these were not found: [1, 3]");
  }

  @Test
  void readsVenezuelanCodesAndSaysThatTheyCarryNoSignature() {
    ReadCode code = only(READER.read(List.of("101010003.04.1.0001!12,0,345,6!7!0")));
    assertThat(code.format()).isEqualTo(ReadCode.Format.VE_ACTA);
    assertThat(code.subject()).isEqualTo("101010003.04.1.0001");
    assertThat(code.signature()).isEqualTo(new Signature.NoneInCode());
    assertThat(code.fields())
        .containsExactly(
            new ReadCode.Field("votes.1", "12"),
            new ReadCode.Field("votes.2", "0"),
            new ReadCode.Field("votes.3", "345"),
            new ReadCode.Field("votes.4", "6"),
            new ReadCode.Field("null", "7"),
            new ReadCode.Field("rest", "0"));
  }

  @Test
  void readsNothingThatOnlyLooksLikeAForeignCode() {
    var texts = new ArrayList<String>();
    texts.add("101!12,,3!7");
    texts.add("101!!7");
    texts.add("101!1,2");
    texts.add("QRBU:2:1 VRQR:1.5");
    texts.add("QRBU:1:1");
    texts.add("https://example.org/");
    assertThat(READER.read(texts))
        .isEqualTo(SheetReader.Result.nothing("no code was found that is read here"));
  }

  @Test
  void readsChainedBrazilianCodesInAnyOrder() {
    String first =
        "QRBU:1:2 VRQR:1.5 VRCH:20220829 ORIG:VOTA MUNI:63452 ZONA:75 SECA:182 APTO:325 COMP:278"
            + " FALT:47 CARG:3 TIPO:0 10:223 13:40 NOMI:263 BRAN:7 NULO:8 TOTC:278 HASH:00AA";
    String second =
        "QRBU:2:2 VRQR:1.5 VRCH:20220829 CARG:1 13:45 22:225 NOMI:270 BRAN:5 NULO:3 TOTC:278"
            + " HASH:11BB ASSI:22CC";
    ReadCode code = only(READER.read(List.of(second, first)));
    assertThat(code.format()).isEqualTo(ReadCode.Format.BR_BU);
    assertThat(code.subject()).isEqualTo("63452/75/182");
    assertThat(code.signature().label()).isEqualTo("key-not-available");
    assertThat(code.remarks()).isEmpty();
    assertThat(code.fields())
        .contains(
            new ReadCode.Field("APTO", "325"),
            new ReadCode.Field("3.13", "40"),
            new ReadCode.Field("1.13", "45"),
            new ReadCode.Field("1.TOTC", "278"),
            new ReadCode.Field("HASH.1", "00AA"),
            new ReadCode.Field("ASSI.2", "22CC"));
    ReadCode half = only(READER.read(List.of(first)));
    assertThat(half.signature()).isEqualTo(new Signature.NoneInCode());
    assertThat(half.remarks()).containsExactly("1 of 2 codes were found");
  }

  @Test
  void mixesNoCodesOfTwoBrazilianBulletins() {
    ReadCode code =
        only(READER.read(List.of("QRBU:1:2 APTO:1 HASH:AA", "QRBU:1:2 APTO:2 HASH:BB")));
    assertThat(code.fields()).isEmpty();
    assertThat(code.remarks())
        .containsExactly("codes of several bulletins; read one bulletin at a time");
  }
}
