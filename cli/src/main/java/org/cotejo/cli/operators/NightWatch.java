package org.cotejo.cli.operators;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.cotejo.cli.terminal.Letters;
import org.cotejo.cli.terminal.LiveScreen;
import org.cotejo.cli.terminal.Paint;
import org.cotejo.cli.terminal.Words;

/// Asks a console every second and shows the answers, until somebody leaves.
public final class NightWatch {
  private static final Duration PATIENCE = Duration.ofSeconds(2);
  private static final long SECOND_NANOS = 1_000_000_000;

  /// Networks change slowly, and the console has to ask the kernel about them.
  private static final int SECONDS_BETWEEN_NETWORKS = 5;

  private static final DateTimeFormatter CLOCK =
      DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneOffset.UTC);

  private final ConsoleClient console;
  private final Words words;
  private final InstantSource clock;
  private Status status;
  private List<Status.Refused> refused;
  private Instant answered;
  private Optional<String> problem = Optional.empty();

  /// @param clock to say since when a console has not answered
  /// @throws IOException if the console does not answer now
  public NightWatch(ConsoleClient console, Words words, InstantSource clock) throws IOException {
    this.console = console;
    this.words = words;
    this.clock = clock;
    this.refused = networks();
    this.status = Status.read(console.get("/status", PATIENCE));
    this.answered = clock.instant();
  }

  private List<Status.Refused> networks() throws IOException {
    return Status.readNetworks(console.get("/networks", PATIENCE));
  }

  /// One page, for a file or a pipe.
  public List<String> page(Letters letters, Frame.Size size) {
    return new Frame(words, Paint.PLAIN, letters, size).of(status, refused, Optional.empty());
  }

  /// Shows pages as long as somebody looks.
  ///
  /// @return false if there is no terminal to show them on
  public boolean show(Paint paint) throws IOException {
    Optional<LiveScreen> opened = LiveScreen.open();
    if (opened.isEmpty()) {
      return false;
    }
    try (LiveScreen screen = opened.get()) {
      long due = System.nanoTime();
      for (int second = 1; !isLeft(screen, paint, due); second++) {
        ask(second % SECONDS_BETWEEN_NETWORKS == 0);
        // Late answers must not be made up for by asking faster.
        due = Math.max(due + SECOND_NANOS, System.nanoTime());
      }
      return true;
    }
  }

  private boolean isLeft(LiveScreen screen, Paint paint, long shownAt) throws IOException {
    Status shown = status;
    List<Status.Refused> networks = refused;
    Optional<Frame.Foot> foot = Optional.of(foot());
    screen.show((columns, rows) ->
        new Frame(words, paint, screen.letters(), new Frame.Size(columns, rows))
            .of(shown, networks, foot));
    return screen.isLeft((shownAt + SECOND_NANOS - System.nanoTime()) / 1_000_000);
  }

  private void ask(boolean alsoNetworks) {
    try {
      status = Status.read(console.get("/status", PATIENCE));
      refused = alsoNetworks ? networks() : refused;
      answered = clock.instant();
      problem = Optional.empty();
    } catch (IOException e) {
      // The server may be on its way up again; what was seen last stays, and its age is told.
      problem = Optional.of(Words.reason(e));
    }
  }

  private Frame.Foot foot() {
    return problem
        .map(reason -> new Frame.Foot(words.say("top.stale", CLOCK.format(answered), reason), true))
        .orElse(new Frame.Foot(words.say("top.leave"), false));
  }
}
