package org.cotejo.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.SigningKey;
import org.cotejo.log.NoteVerifier;
import org.cotejo.log.SignedNote;
import org.cotejo.model.LogKeyChange;
import org.cotejo.model.Phase;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The log's key is replaced while the log goes on.
@Timeout(60)
class LogKeyIT {
  private static final SigningKey NEW = TestElection.key("the next key of the log");

  @TempDir private Path temporary;
  private TestElection election;

  @BeforeEach
  void found() throws IOException {
    election = TestElection.found(temporary.resolve("night"));
  }

  private byte[] add() throws IOException {
    var change =
        new LogKeyChange(NEW.verificationKey().id(), new LogKeyChange.Add(NEW.verificationKey()));
    return election.signed(change, election.authority);
  }

  private byte[] retire(SigningKey key) throws IOException {
    var change = new LogKeyChange(key.verificationKey().id(), new LogKeyChange.Retire());
    return election.signed(change, election.authority);
  }

  private static boolean isSignedBy(SignedNote note, SigningKey key) {
    try {
      note.verify(List.of(NoteVerifier.of(TestElection.ORIGIN, key.verificationKey())));
      return true;
    } catch (MalformedException e) {
      return false;
    }
  }

  private SignedNote published() throws IOException, MalformedException {
    Path file = election.directory().publicDirectory().resolve("checkpoint");
    return SignedNote.parse(Files.readAllBytes(file));
  }

  @Test
  void bothKeysSignUntilTheOldOneIsRetired() throws IOException, MalformedException {
    try (Running running = new Running(election.directory())) {
      assertThat(running.post(election.phase(Phase.COUNTING_OPEN)).status()).isEqualTo(201);
      assertThat(running.post(add()).status()).isEqualTo(201);
      // This server could not sign any more what comes after.
      Wire.Reply refused = running.post(retire(election.log));
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.body()).contains("signs with no other key");
    }
    assertThat(isSignedBy(published(), NEW)).isFalse();

    KeyFile.write(election.directory().nextLogKey(), NEW);
    try (Running running = new Running(election.directory())) {
      byte[] sheet = election.sheet(0, 1);
      Wire.Reply reply = running.post(sheet);
      assertThat(election.verified(sheet, reply.body()).index()).isPositive();
      assertThat(running.post(retire(election.log)).status()).isEqualTo(201);
    }
    assertThat(isSignedBy(published(), election.log)).isTrue();
    assertThat(isSignedBy(published(), NEW)).isTrue();

    Files.move(election.directory().logKey(), temporary.resolve("retired.key"));
    try (Running running = new Running(election.directory())) {
      assertThat(running.post(election.sheet(0, 2)).status()).isEqualTo(201);
    }
    assertThat(isSignedBy(published(), election.log)).isFalse();
    assertThat(isSignedBy(published(), NEW)).isTrue();
  }
}
