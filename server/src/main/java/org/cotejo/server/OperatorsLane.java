package org.cotejo.server;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.cotejo.cose.Hash;
import org.cotejo.cose.KeyId;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.SigningKey;
import org.cotejo.log.Answer;
import org.cotejo.log.Merkle;
import org.cotejo.log.Priority;
import org.cotejo.log.Sequencer;
import org.cotejo.model.ElectionId;
import org.cotejo.model.ElectionPackage;
import org.cotejo.server.gate.Network;
import org.cotejo.server.telemetry.Lane;
import org.cotejo.server.telemetry.LaneCounters;
import org.cotejo.server.telemetry.Prometheus;
import org.cotejo.server.telemetry.RawCounters;
import org.cotejo.server.telemetry.Telemetry;

/// What the [Console] shows and does, taken from the parts of one server.
final class OperatorsLane {
  private final FrontDoor front;
  private final Sequencer<Submission, Refusal> sequencer;

  OperatorsLane(FrontDoor front, Sequencer<Submission, Refusal> sequencer) {
    this.front = front;
    this.sequencer = sequencer;
  }

  /// @param operator signs incidents
  /// @throws IOException if the operator's token cannot be read or made, or nobody can listen there
  Console open(
      ElectionDirectory directory,
      ElectionPackage election,
      ElectionId id,
      SigningKey operator,
      ServerSettings settings,
      InstantSource clock)
      throws IOException {
    Telemetry telemetry = front.telemetry();
    var prometheus = new Prometheus(telemetry);
    Path raw = Telemetry.raw(directory.telemetry());
    var incidents =
        new Incidents(
            new RawCounters(raw)::window,
            new Incidents.Signer(id, operator),
            directory.texts(),
            new SecureRandom(),
            clock,
            this::takeOwn);
    var sources =
        new Console.Sources(
            () ->
                new ConsoleStatus(
                    election.code(),
                    election.mode(),
                    sequencer.size(),
                    telemetry.snapshot(),
                    telemetry.history(ConsoleStatus.HISTORY_SECONDS)),
            prometheus::text,
            front.networks()::refused,
            this::lift,
            () -> front.settings().limits().json().getBytes(StandardCharsets.UTF_8),
            this::take,
            front.reception()::receipt,
            incidents::report);
    return new Console(
        settings.addresses().operators(),
        OperatorToken.readOrCreate(directory.operatorToken(), new SecureRandom()),
        sources,
        Console.Limits.STANDARD,
        counting());
  }

  private void lift(Network network) {
    var _ = front.networks().lift(network);
  }

  private void take(byte[] statement, Consumer<Answer<Refusal>> answer) {
    front
        .reception()
        .take(
            statement,
            Merkle.leaf(statement),
            Priority.FIRST,
            new Reception.Sender() {
              @Override
              public void signedBy(KeyId signer) {}

              @Override
              public Executor executor() {
                return Runnable::run;
              }

              @Override
              public void answered(Hash leaf, Answer<Refusal> told) {
                answer.accept(told);
              }
            });
  }

  private Console.Counting counting() {
    LaneCounters counters = front.telemetry().lane(Lane.OPERATORS);
    return new Console.Counting() {
      @Override
      public void requested(InetAddress from) {
        counters.request(Network.keyOf(from.getAddress()));
      }

      @Override
      public void refused(InetAddress from, Refusal.Problem problem) {
        counters.refused(problem.reason(), Network.keyOf(from.getAddress()));
      }

      @Override
      public void accepted(boolean isNew, long nanos) {
        if (isNew) {
          counters.accepted(nanos);
        } else {
          counters.duplicate(nanos);
        }
      }
    };
  }

  /// The operator's own statements, which are taken from no lane.
  private void takeOwn(byte[] statement, Consumer<Answer<Refusal>> answer) {
    try {
      Submission own = Submission.decode(statement);
      if (!sequencer.submit(statement, Merkle.leaf(statement), own, answer)) {
        answer.accept(new Answer.Refused<>(front.reception().busy(Priority.FIRST)));
      }
    } catch (MalformedException e) {
      throw new IllegalStateException("the server makes statements it can read", e);
    }
  }
}
