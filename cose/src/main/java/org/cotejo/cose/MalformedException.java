package org.cotejo.cose;

/// Says why some bytes or some text are not what they claim to be, so that a refusal can be shown
/// to the sender word for word.
///
/// The message is one sentence. There is no stack trace: refusing hostile input is everyday work
/// and has to stay cheap.
public final class MalformedException extends Exception {
  private static final long serialVersionUID = 1L;

  /// @param reason one sentence that says what is wrong and where
  public MalformedException(String reason) {
    super(reason, null, false, false);
  }
}
