package org.cotejo.audit;

/// Ends a check at the first thing that does not hold; becomes [Verdict.DoesNotHold].
public final class DoesNotHoldException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String place;
  private final String reason;

  DoesNotHoldException(String place, String reason) {
    super(place + ": " + reason, null, false, false);
    this.place = place;
    this.reason = reason;
  }

  /// What to say of it.
  public Verdict.DoesNotHold verdict() {
    return new Verdict.DoesNotHold(place, reason);
  }
}
