package org.cotejo.audit.source;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.cotejo.count.ContestCount;
import org.cotejo.count.Fold;
import org.cotejo.count.StationState;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.Organisation;
import org.cotejo.model.TallyFigures;
import org.cotejo.model.TallySubject;

/// Reads a verified log: the values in force, and the copies of sheets of each organisation.
public final class LogSource {
  private final Fold fold;
  private final ElectionPackage election;

  private LogSource(Fold fold) {
    this.fold = fold;
    this.election = fold.election();
  }

  /// The log itself, then a source for each organisation that has filed copies, in the order of
  /// their codes.
  ///
  /// @param fold the count of a publication that was verified
  public static List<Source> of(Fold fold, String name) {
    var log = new LogSource(fold);
    var sources = new ArrayList<Source>();
    sources.add(log.counted(name));
    sources.addAll(log.copies(name));
    return sources;
  }

  private Source counted(String name) {
    var source = new Source(election, name, Source.Role.SIGNED);
    source.remark("log", fold.size());
    for (int c = 0; c < election.contests().size(); c++) {
      int contest = c;
      ContestCount count = fold.contest(contest);
      count
          .stations()
          .forEach(station -> {
            var value = count.station(station);
            value.figures().ifPresent(figures -> source.set(contest, station, figures));
            value.inForce().ifPresent(entry -> source.arrived(contest, station, entry));
            switch (value.state()) {
              case CONFLICT, HELD, ANNULLED ->
                  source.defect(contest, station, new Source.Defect(code(value.state()), ""));
              case NOT_RECEIVED, COUNTED, CORRECTED -> {}
            }
          });
    }
    return source;
  }

  private static String code(StationState state) {
    return state == StationState.CONFLICT ? SIGNED_CONFLICT : "state-" + state.name();
  }

  /// The defect of a station of which the log has two different signed records.
  public static final String SIGNED_CONFLICT = "state-CONFLICT";

  private List<Source> copies(String name) {
    List<Organisation> organisations =
        fold.register().founded().map(f -> f.statement().organisations()).orElse(List.of());
    Map<Integer, Source> byOrganisation = new TreeMap<>();
    fold.copies((entry, organisation, about, figures) -> {
      Source source =
          byOrganisation.computeIfAbsent(
              organisation,
              index ->
                  new Source(
                      election, name + ":" + organisations.get(index).code(), Source.Role.PRINTED));
      copy(source, entry, about, figures);
    });
    byOrganisation.values().forEach(source -> source.remark("copies"));
    return List.copyOf(byOrganisation.values());
  }

  /// Later copies of one organisation are compared with its first by the log's own finding F309.
  private void copy(Source source, long entry, TallySubject about, TallyFigures figures) {
    int contest = election.contest(about.contest()).orElseThrow();
    int station = election.station(about.station()).orElseThrow();
    if (source.has(contest, station)) {
      if (source.differs(contest, station, figures)) {
        source.defect(contest, station, new Source.Defect("copies-differ", "entry " + entry));
      }
    } else {
      source.set(contest, station, figures);
    }
  }
}
