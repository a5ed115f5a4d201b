package org.cotejo.station.entry;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.cotejo.cose.MalformedException;
import org.cotejo.model.Arithmetic;
import org.cotejo.model.Contest;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.PollingStation;
import org.cotejo.model.Selection;
import org.cotejo.model.TallySubject;
import org.cotejo.model.ValidVotesBase;

/// The sheet of one count before anything is written on it: which fields it has, and which rules
/// hold between them.
public final class BlankSheet {
  private final TallySubject about;
  private final Contest contest;
  private final PollingStation station;
  private final List<String> channels;
  private final List<Selection> ballot;

  private BlankSheet(
      TallySubject about,
      Contest contest,
      PollingStation station,
      List<String> channels,
      List<Selection> ballot) {
    this.about = about;
    this.contest = contest;
    this.station = station;
    this.channels = List.copyOf(channels);
    this.ballot = List.copyOf(ballot);
  }

  /// @throws MalformedException if there is no such contest or station, or the one is not held at
  ///   the other
  public static BlankSheet of(ElectionPackage election, TallySubject about)
      throws MalformedException {
    int contest =
        election
            .contest(about.contest())
            .orElseThrow(() ->
                new MalformedException(
                    "no contest '%s'; there are %s"
                        .formatted(
                            about.contest(),
                            String.join(
                                ", ",
                                election.contests().stream()
                                    .map(Contest::code)
                                    .limit(20)
                                    .toList()))));
    int station =
        election
            .station(about.station())
            .orElseThrow(() ->
                new MalformedException("no station '" + about.station() + "' in the package"));
    Contest held = election.contests().get(contest);
    List<Selection> ballot =
        IntStream.of(election.ballot(contest, station)).mapToObj(held.selections()::get).toList();
    if (ballot.isEmpty()) {
      throw new MalformedException(
          "contest %s is not held at station %s".formatted(about.contest(), about.station()));
    }
    return new BlankSheet(
        about, held, election.stations().get(station), election.channels(), ballot);
  }

  public TallySubject about() {
    return about;
  }

  public Contest contest() {
    return contest;
  }

  /// Codes of the ways votes are counted, by their index.
  public List<String> channels() {
    return channels;
  }

  /// What can be voted for, in the order of the ballot.
  public List<Selection> ballot() {
    return ballot;
  }

  /// All fields, in the order in which they stand on the sheet.
  public List<Field> fields() {
    var fields = new ArrayList<Field>();
    Field.SHEET.forEach(name -> fields.add(Field.ofSheet(name)));
    for (int channel = 0; channel < channels.size(); channel++) {
      for (String name : Field.CHANNEL) {
        fields.add(new Field(channel, name, -1));
      }
      for (int place = 0; place < ballot.size(); place++) {
        fields.add(new Field(channel, Field.VOTES, place));
      }
    }
    return fields;
  }

  /// Whether a number has to stand there, in a channel that was used.
  boolean isRequired(Field field) {
    return field.channel() >= 0
        || field.name().equals("registeredVoters")
        || field.name().equals("votersAdmitted");
  }

  /// Place on the ballot of "none of these"; -1 if it is not there.
  int noneOfThese() {
    for (int place = 0; place < ballot.size(); place++) {
      if (ballot.get(place).type() == Selection.Type.NONE_OF_THESE) {
        return place;
      }
    }
    return -1;
  }

  /// Whether "none of these" is on the ballot and is no valid vote.
  public boolean isNoneOfTheseApart() {
    return noneOfThese() >= 0 && contest.validVotesBase() == ValidVotesBase.WITHOUT_NONE_OF_THESE;
  }

  /// The rules that its figures are held to.
  public Entry.Rules rules() {
    return figures ->
        Arithmetic.check(
            figures, noneOfThese(), contest.validVotesBase(), station.registeredVoters());
  }
}
