package org.cotejo.server;

import static org.cotejo.server.Wire.assertProblem;

import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import org.cotejo.cose.Hash;
import org.cotejo.log.Journal;
import org.cotejo.log.Merkle;
import org.cotejo.log.MerkleTree;
import org.cotejo.log.NoteSigner;
import org.cotejo.log.Priority;
import org.cotejo.log.Sequencer;
import org.cotejo.model.Register;
import org.cotejo.server.gate.Limits;
import org.cotejo.server.gate.ListeningSocket;
import org.cotejo.server.gate.NetworkLimits;
import org.cotejo.server.gate.Networks;
import org.cotejo.server.gate.Rates;
import org.cotejo.server.gate.UserlandOnly;
import org.cotejo.server.telemetry.Lane;
import org.cotejo.server.telemetry.Telemetry;

/// An intake whose sequencer does nothing until it is told to, so that a test knows what waits.
final class Gate implements AutoCloseable {
  final LinkedBlockingQueue<Exception> halts = new LinkedBlockingQueue<>();
  final Sequencer<Submission, Refusal> sequencer;
  final OpenIntake intake;
  private final Journal journal;
  private final ListeningSocket listener;
  private final Telemetry telemetry;

  Gate(TestElection election, Limits limits) throws IOException {
    ElectionDirectory directory = election.directory();
    telemetry =
        Telemetry.open(
            new Telemetry.Settings(directory.telemetry(), Long::toString, Optional.empty(), 1),
            InstantSource.system());
    journal = Journal.open(directory.journal());
    var admission =
        new RegisterAdmission(
            new Register(directory.electionPackage(), directory.authority()), List.of());
    var log = new NoteSigner(TestElection.ORIGIN, election.log);
    sequencer = new Sequencer<>(journal, new MerkleTree(), log, admission, halts::add);
    queue(directory.founding());
    var reception = new Reception();
    reception.open(admission, sequencer, log);
    var networks =
        new Networks(
            NetworkLimits.STANDARD,
            election.stations(),
            new UserlandOnly("a test"),
            System::nanoTime,
            1);
    listener = ListeningSocket.open(Running.freePort(), 0);
    intake =
        new OpenIntake(
            Optional.of(listener),
            Running.freePort(),
            reception,
            new Rates(System::nanoTime, () -> limits, networks, 1),
            networks,
            () -> limits,
            telemetry.lane(Lane.OPEN));
  }

  /// Puts a statement into the queue behind the intake's back.
  boolean queue(Submission submission) {
    byte[] bytes = submission.envelope().bytes();
    Hash leaf = Merkle.leaf(bytes);
    return sequencer.submit(bytes, leaf, submission, Priority.LAST, answer -> {});
  }

  Wire dial() throws IOException {
    return new Wire(intake.address());
  }

  /// Whether it still answers a stranger.
  void assertServes() throws IOException {
    try (Wire wire = dial()) {
      assertProblem(wire.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").read(), 404, "not-found");
    }
  }

  @Override
  public void close() throws IOException {
    intake.close();
    telemetry.close();
    sequencer.close();
    journal.close();
  }
}
