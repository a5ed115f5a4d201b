package org.cotejo.sheet;

import java.util.Arrays;
import java.util.List;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.model.Arithmetic;
import org.cotejo.model.Contest;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.PackageFit;
import org.cotejo.model.PollingStation;
import org.cotejo.model.Selection;
import org.cotejo.model.Statement;
import org.cotejo.model.TallyFigures;
import org.cotejo.model.TallyRecord;

/// A signed tally record beside the election it is about: everything that stands on its sheet. The
/// signature is not looked at.
public final class TallySheet {
  private final ElectionPackage election;
  private final Sign1 statement;
  private final TallyRecord tally;
  private final Contest contest;
  private final PollingStation station;
  private final List<Selection> ballot;
  private final List<Arithmetic.Breach> breaches;

  private TallySheet(ElectionPackage election, Sign1 statement, TallyRecord tally) {
    this.election = election;
    this.statement = statement;
    this.tally = tally;
    int contestIndex = election.contest(tally.about().contest()).orElseThrow();
    int stationIndex = election.station(tally.about().station()).orElseThrow();
    this.contest = election.contests().get(contestIndex);
    this.station = election.stations().get(stationIndex);
    this.ballot =
        Arrays.stream(election.ballot(contestIndex, stationIndex))
            .mapToObj(contest.selections()::get)
            .toList();
    this.breaches =
        Arithmetic.check(
            tally.figures(), noneOfThese(), contest.validVotesBase(), station.registeredVoters());
  }

  /// @throws MalformedException if the statement is no tally record, or one that does not fit the
  ///   election package
  public static TallySheet of(Sign1 statement, ElectionPackage election) throws MalformedException {
    if (!(Statement.decode(statement) instanceof TallyRecord tally)) {
      throw new MalformedException(
          "the statement is of type %s, not a tally record".formatted(statement.type()));
    }
    var misfit = PackageFit.misfit(election, tally.about(), tally.figures());
    if (misfit.isPresent()) {
      throw new MalformedException(misfit.get());
    }
    return new TallySheet(election, statement, tally);
  }

  private int noneOfThese() {
    for (int position = 0; position < ballot.size(); position++) {
      if (ballot.get(position).type() == Selection.Type.NONE_OF_THESE) {
        return position;
      }
    }
    return -1;
  }

  public ElectionPackage election() {
    return election;
  }

  public Sign1 statement() {
    return statement;
  }

  public Contest contest() {
    return contest;
  }

  public PollingStation station() {
    return station;
  }

  public TallyFigures figures() {
    return tally.figures();
  }

  /// What stands on the station's ballot, in ballot order.
  public List<Selection> ballot() {
    return ballot;
  }

  /// The arithmetic rules that the figures break.
  public List<Arithmetic.Breach> breaches() {
    return breaches;
  }

  /// Where a log has the statement.
  public Hash leaf() {
    return CodeText.leaf(statement.bytes());
  }
}
