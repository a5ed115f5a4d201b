package org.cotejo.server.gate;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.cotejo.cose.Hash;
import org.cotejo.cose.KeyId;
import org.cotejo.model.ElectionId;

/// Secrets that are the same every time.
final class TestSecrets {
  static final ElectionId ELECTION = ElectionId.of("election statement".getBytes(UTF_8));
  static final KeyId DEVICE = KeyId.of(Hash.sha256("device 1".getBytes(UTF_8)).bytes());

  private TestSecrets() {}

  static TicketSecrets of(int... epochs) {
    List<TicketSecrets.Secret> secrets =
        IntStream.of(epochs)
            .mapToObj(epoch ->
                new TicketSecrets.Secret(
                    epoch, Hash.sha256(("secret " + epoch).getBytes(UTF_8)).bytes(), ELECTION))
            .toList();
    return TicketSecrets.of(ELECTION, secrets);
  }

  static TicketCheck check(int... epochs) {
    return new TicketCheck(new AtomicReference<>(of(epochs)));
  }
}
