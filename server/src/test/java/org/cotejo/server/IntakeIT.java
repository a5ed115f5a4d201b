package org.cotejo.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.cotejo.server.Wire.assertProblem;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.cotejo.cose.Hash;
import org.cotejo.cose.Sign1;
import org.cotejo.cose.SigningKey;
import org.cotejo.log.CoseReceipt;
import org.cotejo.log.Merkle;
import org.cotejo.log.TlogProof;
import org.cotejo.model.Corrigendum;
import org.cotejo.model.Decision;
import org.cotejo.model.ElectionId;
import org.cotejo.model.Enrolment;
import org.cotejo.model.Phase;
import org.cotejo.model.PhaseChange;
import org.cotejo.model.TimeMark;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a sender is told about a statement, by a whole server over real connections.
@Timeout(60)
class IntakeIT {
  @TempDir private Path root;
  private TestElection election;
  private Running running;

  @BeforeEach
  void start() throws IOException {
    election = TestElection.found(root);
    // What is wrong on purpose here is more than the lane takes of one network.
    Files.writeString(
        election.directory().limits(), "{\"openBurst\": 100000, \"failuresPerNetwork\": 10000}");
    running =
        new Running(election.directory(), ServerSettings.Addresses.local(), Running.BEHIND_A_PROXY);
  }

  @AfterEach
  void stop() throws IOException {
    running.close();
    assertThat(running.failures).isEmpty();
  }

  private void open() throws IOException {
    assertThat(running.post(election.phase(Phase.COUNTING_OPEN)).status()).isEqualTo(201);
  }

  private static long index(Wire.Reply reply) {
    return Long.parseLong(reply.header("cotejo-index"));
  }

  @Test
  void acceptsRecordAndGivesReceiptThatNeedsNobody() throws IOException {
    open();
    byte[] sheet = election.sheet(0, 3);
    long before = running.server.size();
    Wire.Reply reply = running.post(sheet);

    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.header("content-type")).isEqualTo("text/plain; charset=utf-8");
    TlogProof receipt = election.verified(sheet, reply.body());
    assertThat(receipt.index()).isEqualTo(index(reply)).isGreaterThanOrEqualTo(before);
  }

  @Test
  void givesReceiptAsCoseToWhomeverAsksForIt() throws Exception {
    open();
    byte[] sheet = election.sheet(0, 3);
    var intake = running.server.openAddress();
    URI address =
        URI.create("http://%s:%d/statements".formatted(intake.getHostString(), intake.getPort()));
    for (int status : new int[] {201, 200}) {
      HttpResponse<byte[]> reply;
      try (HttpClient client = HttpClient.newHttpClient()) {
        reply =
            client.send(
                HttpRequest.newBuilder(address)
                    .header("Accept", "application/cose")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(sheet))
                    .build(),
                HttpResponse.BodyHandlers.ofByteArray());
      }
      assertThat(reply.statusCode()).isEqualTo(status);
      assertThat(reply.headers().firstValue("content-type"))
          .contains("application/cose; cose-type=\"cose-sign1\"");
      CoseReceipt receipt = CoseReceipt.parse(reply.body());
      receipt.verify(Merkle.leaf(sheet), TestElection.ORIGIN, List.of(election.vkey()));
      assertThat(receipt.claimedIndex())
          .isEqualTo(reply.headers().firstValueAsLong("cotejo-index").orElseThrow());
    }
  }

  @Test
  void givesSameIndexAndFreshReceiptForSameBytesAgain() throws IOException {
    open();
    byte[] sheet = election.sheet(0, 4);
    Wire.Reply first = running.post(sheet);
    for (int station = 5; station < 12; station++) {
      running.post(election.sheet(1, station));
    }
    Wire.Reply again = running.post(sheet);

    assertThat(first.status()).isEqualTo(201);
    assertThat(again.status()).isEqualTo(200);
    assertThat(index(again)).isEqualTo(index(first));
    assertThat(election.verified(sheet, again.body()).index()).isEqualTo(index(first));
    assertThat(again.body()).isNotEqualTo(first.body());
  }

  @Test
  void knowsTheElectionStatementAsEntryZero() throws IOException {
    byte[] founding = election.directory().founding().envelope().bytes();
    Wire.Reply reply = running.post(founding);

    assertThat(reply.status()).isEqualTo(200);
    assertThat(index(reply)).isZero();
    election.verified(founding, reply.body());
  }

  @Test
  void countsOneStatementOnceHoweverManySendItAtOnce() throws Exception {
    open();
    long before = running.server.size();
    var replies = new ConcurrentLinkedQueue<Wire.Reply>();
    byte[] sheet = election.sheet(0, 9);
    List<Thread> senders =
        new Random(1)
            .ints(8)
            .mapToObj(i ->
                Thread.ofVirtual()
                    .start(() -> {
                      try {
                        replies.add(running.post(sheet));
                      } catch (IOException e) {
                        running.failures.add(e);
                      }
                    }))
            .toList();
    for (Thread sender : senders) {
      sender.join();
    }

    assertThat(replies).hasSize(8);
    assertThat(replies.stream().filter(reply -> reply.status() == 201)).hasSize(1);
    assertThat(replies.stream().filter(reply -> reply.status() == 200)).hasSize(7);
    assertThat(new TreeSet<>(replies.stream().map(IntakeIT::index).toList())).hasSize(1);
    assertThat(running.server.size() - before).isLessThanOrEqualTo(4);
  }

  @Test
  void takesStatementsFromAnOrdinaryHttpClient() throws IOException, InterruptedException {
    open();
    var address = running.server.openAddress();
    URI uri = URI.create("http://127.0.0.1:" + address.getPort() + "/statements");
    // The default client asks to upgrade to HTTP/2 and must be content without.
    try (HttpClient client = HttpClient.newHttpClient()) {
      for (int station = 20; station < 25; station++) {
        byte[] sheet = election.sheet(0, station);
        var request =
            HttpRequest.newBuilder(uri)
                .expectContinue(station % 2 == 0)
                .POST(
                    station == 21
                        ? HttpRequest.BodyPublishers.fromPublisher(
                            HttpRequest.BodyPublishers.ofByteArray(sheet))
                        : HttpRequest.BodyPublishers.ofByteArray(sheet))
                .build();
        HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).isEqualTo(201);
        election.verified(sheet, response.body());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00",
        "a0",
        // A COSE_Mac0 tag, an untagged array, a tag on nothing, an indefinite array.
        "d18443a10105a04100414100",
        "8443a10127a0410041",
        "d2",
        "d29fff",
        "d284",
        "ffffffffffffffffffffffffffffffff",
        "7b227374617465223a2022636c6f736564227d"
      })
  void refusesWhatIsNotOneStatement(String hex) throws IOException {
    assertProblem(running.post(HexFormat.of().parseHex(hex)), 400, "malformed-statement");
  }

  @Test
  void refusesStatementThatIsCutShortOrHasMoreBehindIt() throws IOException {
    byte[] sheet = election.sheet(0, 1);
    for (int length : new int[] {1, 40, sheet.length / 2, sheet.length - 1, sheet.length + 1}) {
      byte[] other = Arrays.copyOf(sheet, length);
      assertProblem(running.post(other), 400, "malformed-statement");
    }
  }

  @Test
  void refusesKeyNobodyEnrolled() throws IOException {
    byte[] sheet = election.signed(election.record(0, 1), election.stranger);
    Wire.Reply reply = running.post(sheet);

    assertProblem(reply, 403, "unknown-key");
    assertThat(reply.body()).contains(election.stranger.verificationKey().id().toString());
  }

  @Test
  void refusesEveryBrokenSignature() throws IOException {
    open();
    byte[] sheet = election.sheet(0, 1);
    for (int back = 1; back <= 64; back += 9) {
      byte[] forged = sheet.clone();
      forged[forged.length - back] ^= 1;
      assertProblem(running.post(forged), 403, "bad-signature");
    }
    byte[] changed = sheet.clone();
    changed[changed.length - 70] ^= 1;
    assertThat(running.post(changed).status()).isIn(400, 403);
  }

  @Test
  void refusesStatementOfAnotherElection() throws IOException {
    open();
    Sign1 foreign = election.record(0, 1).sign(ElectionId.of(new byte[] {1}), election.device(1));
    Wire.Reply reply = running.post(foreign.bytes());

    assertProblem(reply, 403, "not-permitted");
    assertThat(reply.body()).contains("another election");
  }

  @Test
  void refusesRecordOfAnotherStation() throws IOException {
    open();
    Wire.Reply reply = running.post(election.signed(election.record(0, 1), election.device(2)));

    assertProblem(reply, 403, "not-permitted");
    assertThat(reply.body()).contains("another station");
  }

  @Test
  void refusesKindsThatTheRoleMayNotSign() throws IOException {
    open();
    Hash target = Hash.sha256(new byte[0]);
    var about = election.record(0, 1).about();
    var device = election.device(1);
    for (byte[] statement :
        List.of(
            election.signed(new PhaseChange(Phase.RECORDS_CLOSED), device),
            election.signed(new PhaseChange(Phase.RECORDS_CLOSED), election.court),
            election.signed(new Corrigendum(about, target, new Decision.Adopt()), device),
            election.signed(
                new Enrolment(device.verificationKey().id(), new Enrolment.Revoke()), device),
            election.signed(new TimeMark(1_800_000_000, Optional.empty()), device),
            election.signed(new TimeMark(1_800_000_000, Optional.empty()), election.authority),
            election.signed(election.record(0, 1), election.authority),
            election.signed(election.record(0, 1), election.court))) {
      assertProblem(running.post(statement), 403, "not-permitted");
    }
  }

  @Test
  void takesNothingOfTheOperatorFromOutside() throws IOException {
    byte[] mark = election.signed(new TimeMark(1_800_000_000, Optional.empty()), election.operator);
    Wire.Reply reply = running.post(mark);

    assertProblem(reply, 403, "not-permitted");
    assertThat(reply.body()).contains("made here");
  }

  @Test
  void asksForRecordAgainThatComesBeforeCountingOpens() throws IOException {
    byte[] sheet = election.sheet(0, 1);
    Wire.Reply early = running.post(sheet);

    assertProblem(early, 409, "counting-not-open");
    assertThat(early.header("retry-after")).isEqualTo("30");
    open();
    assertThat(running.post(sheet).status()).isEqualTo(201);
  }

  @Test
  void refusesPhasesOutOfTheirOrder() throws IOException {
    assertProblem(running.post(election.phase(Phase.LOG_CLOSED)), 403, "not-permitted");
    open();
    assertThat(running.post(election.phase(Phase.COUNTING_OPEN)).status()).isEqualTo(200);
  }

  @Test
  void holdsAtMostFourRecordsAfterRecordsClosed() throws IOException {
    open();
    assertThat(running.post(election.phase(Phase.RECORDS_CLOSED)).status()).isEqualTo(201);
    for (int added = 0; added < 4; added++) {
      byte[] late = election.signed(election.record(0, 1, added), election.device(1));
      assertThat(running.post(late).status()).isEqualTo(201);
    }
    byte[] fifth = election.signed(election.record(0, 1, 4), election.device(1));
    assertProblem(running.post(fifth), 403, "not-permitted");
  }

  @Test
  void answersEveryPayloadThatIsSignedButNotOfItsKind() throws IOException {
    open();
    var random = new Random(5);
    byte[] payload = election.record(0, 1).payload();
    SigningKey device = election.device(1);
    try (Wire wire = running.dial()) {
      for (int i = 0; i < 300; i++) {
        byte[] other = Arrays.copyOf(payload, 1 + random.nextInt(payload.length));
        other[random.nextInt(other.length)] = (byte) random.nextInt(256);
        String kind =
            List.of(
                    "tally-record",
                    "enrolment",
                    "corrigendum",
                    "ruling",
                    "time-mark",
                    "phase",
                    "bulletin",
                    "claim")
                .get(random.nextInt(8));
        Sign1 odd = Sign1.sign(kind, election.id().bytes(), "1/S0000002", other, device);
        Wire.Reply reply = wire.post(odd.bytes()).read();
        assertThat(reply.status()).as(reply.body()).isIn(201, 200, 400, 403);
      }
    }
  }
}
