package org.cotejo.cli.terminal;

import java.io.Console;
import java.io.PrintWriter;
import java.util.Optional;

/// Writes lines, and below them one line of progress that is replaced in place on a terminal and
/// left out elsewhere. Safe from several threads.
public final class Screen {
  /// Goes to the beginning of the line and empties it (ECMA-48).
  static final String EMPTY_LINE = "\r\033[K";

  private static final int BAR = 24;
  private static final long REFRESH_NANOS = 100_000_000;

  private final PrintWriter out;
  private final boolean isTerminal;
  private boolean hasProgress;
  private long lastShown;

  public Screen(PrintWriter out) {
    this.out = out;
    this.isTerminal = console().isPresent();
  }

  /// The terminal, for questions; empty where input or output is none.
  public static Optional<Console> console() {
    return Optional.ofNullable(System.console()).filter(Console::isTerminal);
  }

  public synchronized void line(String text) {
    clear();
    out.println(text);
    out.flush();
  }

  /// Shows how far something is; at most ten times a second.
  public synchronized void progress(String what, long done, long total) {
    long now = System.nanoTime();
    if (!isTerminal || (done < total && now - lastShown < REFRESH_NANOS)) {
      return;
    }
    lastShown = now;
    int filled = total == 0 ? BAR : (int) (done * BAR / total);
    out.print(EMPTY_LINE + what + "  " + "█".repeat(filled) + "░".repeat(BAR - filled));
    out.print("  " + done + " / " + total);
    out.flush();
    hasProgress = true;
  }

  /// Removes the line of progress.
  public synchronized void clear() {
    if (hasProgress) {
      out.print(EMPTY_LINE);
      out.flush();
      hasProgress = false;
    }
  }
}
