package org.cotejo.audit.docket;

import java.util.List;
import org.cotejo.model.Challenge;
import org.cotejo.model.Ruling;

/// One challenge with all that the log has about it.
///
/// @param filing the challenge
/// @param stations indexes of the stations it is about
/// @param claims the claims it names
/// @param exhibits evidence that it names, or about it, what it names, its stations' values or its
///   rulings
/// @param requests for evidence that name it; itself, if it asks for evidence
/// @param rulings that answer it, in the order of the log
/// @param stake what its stations can do to the order of the selections
public record Case(
    Filing filing,
    List<Integer> stations,
    List<Filing> claims,
    List<FiledExhibit> exhibits,
    List<Request> requests,
    List<Decided> rulings,
    VotesAtStake stake) {
  /// What the newest ruling about a case says.
  public enum State {
    /// The log has no ruling that answers it.
    OPEN("open"),
    DISMISSED("dismissed"),
    GRANTED("granted"),
    /// A ruling about a station's value names it, and none says more.
    DECIDED("decided");

    private final String label;

    State(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  public Case {
    stations = List.copyOf(stations);
    claims = List.copyOf(claims);
    exhibits = List.copyOf(exhibits);
    requests = List.copyOf(requests);
    rulings = List.copyOf(rulings);
  }

  public Challenge challenge() {
    return (Challenge) filing.statement();
  }

  public State state() {
    State state = State.OPEN;
    for (Decided ruling : rulings) {
      if (ruling.filing().statement() instanceof Ruling(Ruling.OfStatement of, var text)) {
        state = of.order() == Ruling.Order.DISMISSED ? State.DISMISSED : State.GRANTED;
      } else if (state == State.OPEN) {
        state = State.DECIDED;
      }
    }
    return state;
  }
}
