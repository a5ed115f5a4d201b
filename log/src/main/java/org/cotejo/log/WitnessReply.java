package org.cotejo.log;

/// What became of asking one witness. The words are ours, never the witness's: what it sent may be
/// anything.
///
/// @param witness its name
/// @param outcome what happened
public record WitnessReply(String witness, Outcome outcome) {

  /// What happened. The labels are published.
  public enum Outcome {
    /// Its cosignature is on the checkpoint.
    COSIGNED("cosigned"),
    /// It did not answer in time.
    TIMEOUT("timeout"),
    /// It could not be reached.
    UNREACHABLE("unreachable"),
    /// It broke off, or sent more than any answer has.
    BROKEN_OFF("broken-off"),
    /// It answered something that is no answer of the protocol.
    GARBAGE("garbage"),
    /// It sent a signature under its key that does not verify.
    BAD_SIGNATURE("bad-signature"),
    /// It says that it has seen more entries than there are: either it lies or entries were lost.
    AHEAD("ahead"),
    /// It told where it stands and then would not go on from there.
    CONFLICT("conflict"),
    /// It does not know the log or the log's key (403, 404).
    UNKNOWN_LOG("unknown-log"),
    /// It says that the log contradicts what it saw before (422).
    INCONSISTENT("inconsistent"),
    /// It answered with another error.
    REFUSED("refused");

    private final String label;

    Outcome(String label) {
      this.label = label;
    }

    /// Lower-case words with hyphens.
    public String label() {
      return label;
    }
  }
}
