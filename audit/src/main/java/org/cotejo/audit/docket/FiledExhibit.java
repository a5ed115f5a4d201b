package org.cotejo.audit.docket;

import java.util.List;
import java.util.Optional;
import org.cotejo.model.Evidence;
import org.cotejo.model.Exhibit;

/// An exhibit of the docket: a file, or a commitment with what was disclosed of it since.
///
/// @param filing evidence with a file or a commitment
/// @param disclosures evidence that says it discloses it, in the order of the log
public record FiledExhibit(Filing filing, List<Filing> disclosures) {
  /// What is known of the file.
  public enum State {
    /// Its hash is in the log.
    FILE("file"),
    /// The log has a commitment, and nothing more.
    COMMITTED("committed"),
    /// A disclosure fits the commitment.
    DISCLOSED("disclosed"),
    /// What says that it discloses it does not fit the commitment.
    DOES_NOT_MATCH("does-not-match");

    private final String label;

    State(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  public FiledExhibit {
    disclosures = List.copyOf(disclosures);
  }

  public Evidence evidence() {
    return (Evidence) filing.statement();
  }

  public State state() {
    if (evidence().exhibit() instanceof Exhibit.File) {
      return State.FILE;
    }
    if (disclosures.isEmpty()) {
      return State.COMMITTED;
    }
    return file().isPresent() ? State.DISCLOSED : State.DOES_NOT_MATCH;
  }

  /// The file, if the log says which it is.
  public Optional<Exhibit.File> file() {
    return switch (evidence().exhibit()) {
      case Exhibit.File file -> Optional.of(file);
      case Exhibit.Committed c -> disclosed();
      case Exhibit.Disclosed d -> Optional.empty();
    };
  }

  private Optional<Exhibit.File> disclosed() {
    return disclosures.stream()
        .filter(this::fits)
        .map(filing -> ((Exhibit.Disclosed) ((Evidence) filing.statement()).exhibit()).file())
        .findFirst();
  }

  /// Whether a disclosure gives what was committed to.
  boolean fits(Filing disclosure) {
    return evidence().exhibit() instanceof Exhibit.Committed(var commitment)
        && disclosure.statement() instanceof Evidence(var about, var exhibit, var custody)
        && exhibit instanceof Exhibit.Disclosed disclosed
        && disclosed.commitment().equals(commitment);
  }
}
