package org.cotejo.server.gate;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.cotejo.cose.KeyId;
import org.cotejo.model.ElectionId;

/// What the intake of one election makes its tickets with: a secret for each epoch in force. Epochs
/// overlap, so that stations have time to fetch new tickets, and a secret that leaked is of use to
/// nobody once its epoch is over. Never changes; safe for any number of threads.
public final class TicketSecrets {
  /// Epochs in force at once.
  public static final int MAX_EPOCHS = 4;

  static final int SECRET_LENGTH = 32;

  private static final int FIRST_EPOCH = 1;

  /// Says what the MAC is for: the same secret, should it be used elsewhere, makes no ticket there.
  private static final byte[] LABEL = "cotejo-ticket/1".getBytes(US_ASCII);

  private final ElectionId election;

  /// Ascending by epoch, never empty.
  private final Secret[] secrets;

  private TicketSecrets(ElectionId election, List<Secret> secrets) {
    this.election = election;
    this.secrets =
        secrets.stream().sorted(Comparator.comparingInt(Secret::epoch)).toArray(Secret[]::new);
  }

  /// One epoch's secret, as HMAC ([RFC 2104](https://www.rfc-editor.org/rfc/rfc2104)) needs it.
  static final class Secret {
    private static final int BLOCK = 64;

    private final int epoch;
    private final byte[] secret;

    /// What the inner hash begins with: the padded secret, label and election, one after another.
    final byte[] inner;

    /// What the outer hash begins with.
    final byte[] outer;

    Secret(int epoch, byte[] secret, ElectionId election) {
      Ticket.checkEpoch(epoch);
      if (secret.length != SECRET_LENGTH) {
        throw new IllegalArgumentException("a secret has 32 bytes, not " + secret.length);
      }
      this.epoch = epoch;
      this.secret = secret;
      outer = padded(secret, (byte) 0x5c);
      inner = Arrays.copyOf(padded(secret, (byte) 0x36), BLOCK + LABEL.length + ElectionId.LENGTH);
      System.arraycopy(LABEL, 0, inner, BLOCK, LABEL.length);
      System.arraycopy(election.bytes(), 0, inner, BLOCK + LABEL.length, ElectionId.LENGTH);
    }

    private static byte[] padded(byte[] secret, byte pad) {
      byte[] block = Arrays.copyOf(secret, BLOCK);
      for (int i = 0; i < BLOCK; i++) {
        block[i] ^= pad;
      }
      return block;
    }

    int epoch() {
      return epoch;
    }

    /// The secret itself, not a copy.
    byte[] bytes() {
      return secret;
    }
  }

  /// @param secrets of different epochs, 1 to 4
  static TicketSecrets of(ElectionId election, List<Secret> secrets) {
    if (secrets.isEmpty() || secrets.size() > MAX_EPOCHS) {
      throw new IllegalArgumentException("not 1 to 4 epochs: " + secrets.size());
    }
    if (secrets.stream().mapToInt(Secret::epoch).distinct().count() != secrets.size()) {
      throw new IllegalArgumentException("two secrets for one epoch");
    }
    return new TicketSecrets(election, secrets);
  }

  /// The first epoch.
  public static TicketSecrets create(ElectionId election, SecureRandom random) {
    return new TicketSecrets(election, List.of(fresh(FIRST_EPOCH, election, random)));
  }

  /// The next epoch and the newest one before it: tickets of older ones are refused.
  ///
  /// @throws IllegalStateException if this was the last epoch there is
  public TicketSecrets rotated(SecureRandom random) {
    Secret newest = newest();
    if (newest.epoch == Ticket.MAX_EPOCH) {
      throw new IllegalStateException("epoch 65535 is the last");
    }
    return new TicketSecrets(election, List.of(newest, fresh(newest.epoch + 1, election, random)));
  }

  private static Secret fresh(int epoch, ElectionId election, SecureRandom random) {
    byte[] secret = new byte[SECRET_LENGTH];
    random.nextBytes(secret);
    return new Secret(epoch, secret, election);
  }

  /// The device's ticket for one of its ways in, under the newest epoch.
  ///
  /// @param endpoint 0 to 255
  public Ticket issue(KeyId device, int endpoint) {
    Secret newest = newest();
    byte[] body = Ticket.body(device, newest.epoch, endpoint);
    return Ticket.of(body, new TicketMac().of(newest, body));
  }

  /// Epochs in force, the newest last.
  public List<Integer> epochs() {
    return Arrays.stream(secrets).map(Secret::epoch).toList();
  }

  List<Secret> secrets() {
    return List.of(secrets);
  }

  private Secret newest() {
    return secrets[secrets.length - 1];
  }

  /// The epoch's secret, or any other if it is not in force: so that a ticket of no epoch costs as
  /// much as one of an epoch. The caller compares epochs.
  Secret secretOrAny(int epoch) {
    Secret found = newest();
    for (Secret secret : secrets) {
      found = secret.epoch == epoch ? secret : found;
    }
    return found;
  }
}
