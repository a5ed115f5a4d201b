package org.cotejo.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.cose.SigningKey;
import org.cotejo.log.Answer;
import org.cotejo.model.ElectionId;
import org.cotejo.model.IncidentStatement;
import org.cotejo.model.RefusedPerSecond;
import org.cotejo.model.SealedText;
import org.cotejo.server.telemetry.Lane;
import org.cotejo.server.telemetry.RawCounters;
import org.cotejo.server.telemetry.Window;

/// Tells the log what was refused: the figures are those of the raw counters on disk, so that
/// whoever is given the files finds the same ones.
final class Incidents {
  /// A vantage point is this and the label of a lane.
  static final String INTAKE = "intake/";

  /// Time for the counters of a second that has ended to be on disk.
  private static final int SETTLING_SECONDS = 2;

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Counters counters;
  private final Signer signer;
  private final Path texts;
  private final SecureRandom random;
  private final InstantSource clock;
  private final Statements own;

  /// Raw counters, read back.
  @FunctionalInterface
  interface Counters {
    Window window(long from, long to) throws IOException;
  }

  /// Whose incidents they are.
  record Signer(ElectionId election, SigningKey operator) {}

  /// What became of a request.
  sealed interface Report {
    /// The statement is in the log.
    record Logged(Sign1 statement, Answer.Accepted<Refusal> answer) implements Report {}

    /// It is not, as far as is known.
    record NotLogged(Refusal refusal) implements Report {}
  }

  /// @param texts where sealed texts are kept, each under its digest; made when there is one
  /// @param random for salts
  /// @param own the way of the operator's statements
  Incidents(
      Counters counters,
      Signer signer,
      Path texts,
      SecureRandom random,
      InstantSource clock,
      Statements own) {
    this.counters = counters;
    this.signer = signer;
    this.texts = texts;
    this.random = random;
    this.clock = clock;
    this.own = own;
  }

  /// Makes the statement, keeps its text, and waits until it is logged.
  ///
  /// @throws IOException if counters cannot be read or the text cannot be kept
  Report report(IncidentRequest request) throws IOException {
    try {
      Lane lane = lane(request.vantage());
      checkWindow(request);
      Window window = counters.window(request.from(), request.to());
      Optional<Window.LaneFigures> counted = Optional.ofNullable(window.lanes().get(lane));
      if (counted.isEmpty()) {
        return notLogged(Refusal.Problem.NOT_FOUND, "there are no counters of that window");
      }
      Optional<SealedText> text = seal(request.text());
      return log(statement(request, window, counted.get(), text), text);
    } catch (MalformedException e) {
      return notLogged(Refusal.Problem.BAD_REQUEST, String.valueOf(e.getMessage()));
    }
  }

  private static Report notLogged(Refusal.Problem problem, String detail) {
    return new Report.NotLogged(new Refusal(problem, detail));
  }

  private static Lane lane(String vantage) throws MalformedException {
    for (Lane lane : Lane.values()) {
      if (vantage.equals(INTAKE + lane.label())) {
        return lane;
      }
    }
    throw new MalformedException(
        Arrays.stream(Lane.values())
            .map(lane -> INTAKE + lane.label())
            .collect(Collectors.joining(", ", "requests are counted at ", " and nowhere else")));
  }

  private void checkWindow(IncidentRequest request) throws MalformedException {
    if (request.from() < 0
        || request.to() < request.from()
        || request.to() - request.from() >= RawCounters.MAX_SECONDS) {
      throw new MalformedException(
          "a window has 1 to %d seconds".formatted(RawCounters.MAX_SECONDS));
    }
    if (request.to() > clock.instant().getEpochSecond() - SETTLING_SECONDS) {
      throw new MalformedException("that window is not over yet");
    }
  }

  private Optional<SealedText> seal(Optional<String> text) throws MalformedException {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    var salt = new byte[SealedText.SALT_BYTES];
    random.nextBytes(salt);
    return Optional.of(SealedText.of(salt, text.get()));
  }

  private static IncidentStatement statement(
      IncidentRequest request,
      Window window,
      Window.LaneFigures figures,
      Optional<SealedText> text) {
    SortedMap<String, RefusedPerSecond> byReason = new TreeMap<>();
    figures
        .refusedFor()
        .forEach((reason, refused) -> byReason.put(reason.label(), perSecond(refused)));
    return new IncidentStatement(
        request.vantage(),
        request.from(),
        request.to(),
        figures.seconds(),
        perSecond(figures.refused()),
        byReason,
        figures.accepted().sum(),
        figures.distinctNetworks(),
        window.sha256(),
        text.map(SealedText::digest));
  }

  private static RefusedPerSecond perSecond(Window.Figures of) {
    return new RefusedPerSecond(of.sum(), of.p50(), of.p90(), of.p99(), of.max());
  }

  private Report log(IncidentStatement statement, Optional<SealedText> text) throws IOException {
    Sign1 signed = statement.sign(signer.election(), signer.operator());
    if (text.isPresent()) {
      Files.createDirectories(texts);
      Files.write(texts.resolve(text.get().digest().hex()), text.get().bytes());
    }
    return switch (own.takeAndWait(signed.bytes(), PATIENCE)) {
      case Answer.Accepted<Refusal> accepted -> new Report.Logged(signed, accepted);
      case Answer.Refused<Refusal>(Refusal refusal) -> {
        // After BUSY it may be logged yet; a text too many can be deleted, a lost one not be found.
        if (text.isPresent() && refusal.problem() != Refusal.Problem.BUSY) {
          Files.delete(texts.resolve(text.get().digest().hex()));
        }
        yield new Report.NotLogged(refusal);
      }
    };
  }
}
