package org.cotejo.cli.terminal;

/// What the process ends with, the same for every command.
public final class ExitCode {
  /// Done, or what was checked holds.
  public static final int DONE = 0;

  /// What was checked does not hold.
  public static final int DOES_NOT_HOLD = 1;

  /// It could not be done or checked.
  public static final int NOT_DONE = 2;

  private ExitCode() {}
}
