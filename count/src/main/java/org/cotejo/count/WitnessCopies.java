package org.cotejo.count;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import org.cotejo.cose.Hash;
import org.cotejo.cose.Sign1;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.EnrolledKey;
import org.cotejo.model.FiguresCodec;
import org.cotejo.model.Register;
import org.cotejo.model.Role;
import org.cotejo.model.Selection;
import org.cotejo.model.TallyFigures;
import org.cotejo.model.TallySubject;
import org.cotejo.model.WitnessCopy;

/// Copies of sheets laid beside the values counted, whichever of the two comes first. It hands out
/// findings and nothing else: no count can be reached from here.
final class WitnessCopies {
  private final ElectionPackage election;
  private final Register register;
  private final LongFunction<Hash> leaves;
  private final Map<TallySubject, List<Logged>> copies = new HashMap<>();

  /// One copy; a million may be held, so its figures stay in their encoded form.
  private static final class Logged {
    final long entry;
    final int organisation;
    final byte[] figures;

    Logged(long entry, int organisation, byte[] figures) {
      this.entry = entry;
      this.organisation = organisation;
      this.figures = figures;
    }
  }

  WitnessCopies(ElectionPackage election, Register register, LongFunction<Hash> leaves) {
    this.election = election;
    this.register = register;
    this.leaves = leaves;
  }

  /// Takes a copy in.
  ///
  /// @param counted what is counted for the station at this point
  List<Finding> add(long entry, EnrolledKey signer, WitnessCopy copy, StationCount counted) {
    byte[] figures = FiguresCodec.encode(copy.content().figures());
    var logged = new Logged(entry, signer.organisation(), figures);
    List<Logged> earlier = copies.computeIfAbsent(copy.about(), about -> new ArrayList<>(1));
    var found = new ArrayList<Finding>(0);
    difference(entry, copy.about(), logged, counted).ifPresent(found::add);
    if (counted.figures().isEmpty()) {
      found.add(finding(entry, Finding.Code.F308, copy.about(), counted.state().name()));
    }
    versions(logged, earlier)
        .ifPresent(detail -> found.add(finding(entry, Finding.Code.F309, copy.about(), detail)));
    if (copy.content() instanceof WitnessCopy.Signed signed) {
      unverified(signed, counted)
          .ifPresent(detail -> found.add(finding(entry, Finding.Code.F310, copy.about(), detail)));
    }
    earlier.add(logged);
    return found;
  }

  /// A value came into force: lays all copies that are there beside it.
  List<Finding> compare(long entry, TallySubject about, StationCount counted) {
    return copies.getOrDefault(about, List.of()).stream()
        .flatMap(copy -> difference(entry, about, copy, counted).stream())
        .toList();
  }

  /// A copy with what it is about.
  private record Filed(TallySubject about, long entry, int organisation, TallyFigures figures) {}

  void visit(Fold.CopyVisitor visitor) {
    copies.entrySet().stream()
        .flatMap(of ->
            of.getValue().stream()
                .map(copy ->
                    new Filed(
                        of.getKey(),
                        copy.entry,
                        copy.organisation,
                        StationCount.decode(copy.figures))))
        .sorted(Comparator.comparingLong(Filed::entry))
        .forEach(
            copy -> visitor.copy(copy.entry(), copy.organisation(), copy.about(), copy.figures()));
  }

  private Optional<Finding> difference(
      long entry, TallySubject about, Logged copy, StationCount counted) {
    return counted
        .figures()
        .filter(figures -> !Arrays.equals(FiguresCodec.encode(figures), copy.figures))
        .map(figures ->
            finding(
                entry,
                Finding.Code.F307,
                about,
                "copy %d / entry %d: %s"
                    .formatted(
                        copy.entry,
                        counted.inForce().orElseThrow(),
                        fields(about, StationCount.decode(copy.figures), figures))));
  }

  private String fields(TallySubject about, TallyFigures copy, TallyFigures counted) {
    int contest = election.contest(about.contest()).orElseThrow();
    List<Selection> selections = election.contests().get(contest).selections();
    List<String> ballot =
        Arrays.stream(election.ballot(contest, election.station(about.station()).orElseThrow()))
            .mapToObj(selection -> selections.get(selection).code())
            .toList();
    return Differences.between(copy, counted, election.channels(), ballot);
  }

  /// The organisation and its earlier copies of the sheet that say something else.
  private Optional<String> versions(Logged copy, List<Logged> earlier) {
    String others =
        earlier.stream()
            .filter(other -> other.organisation == copy.organisation)
            .filter(other -> !Arrays.equals(other.figures, copy.figures))
            .map(other -> Long.toString(other.entry))
            .collect(Collectors.joining(" "));
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(
            register
                    .founded()
                    .orElseThrow()
                    .statement()
                    .organisations()
                    .get(copy.organisation)
                    .code()
                + ": "
                + others);
  }

  /// Why the statement on a copy is not one of its station, as far as can be known at this point.
  private Optional<String> unverified(WitnessCopy.Signed copy, StationCount counted) {
    Sign1 envelope = copy.envelope();
    if (isInForce(envelope, counted)) {
      return Optional.empty();
    }
    if (!Arrays.equals(register.founded().orElseThrow().id().bytes(), envelope.issuer())) {
      return Optional.of("other-election");
    }
    Optional<EnrolledKey> signer = register.key(envelope.keyId());
    if (signer.isEmpty()) {
      return Optional.of("unknown-key");
    }
    int station = election.station(copy.record().about().station()).orElseThrow();
    if (signer.get().role() != Role.STATION || signer.get().station() != station) {
      return Optional.of("other-signer");
    }
    return envelope.isSignedBy(signer.get().key()) ? Optional.empty() : Optional.of("signature");
  }

  /// Whether it is the very statement that is counted, whose signature was checked as an entry.
  private boolean isInForce(Sign1 envelope, StationCount counted) {
    OptionalLong inForce = counted.inForce();
    return inForce.isPresent()
        && leaves.apply(inForce.getAsLong()).equals(Hash.sha256(new byte[1], envelope.bytes()));
  }

  private static Finding finding(long entry, Finding.Code code, TallySubject about, String detail) {
    return new Finding(entry, code.name(), about.toString(), detail);
  }
}
