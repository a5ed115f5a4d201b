package org.cotejo.server.gate;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.concurrent.atomic.AtomicReference;

/// Says of the first bytes of a connection whether they are a ticket that this intake issued,
/// before anything else is read. For one thread; allocates nothing.
///
/// Every refusal costs the same work: decode, one MAC, compare to the end. Nobody finds out from
/// the time it took how much of a guess was right.
public final class TicketCheck {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final AtomicReference<TicketSecrets> inForce;
  private final TicketMac mac = new TicketMac();
  private final byte[] ticket = new byte[Ticket.LENGTH];
  private long device;
  private int epoch;
  private int endpoint;

  /// @param inForce may be set at any time; the next check goes by it
  public TicketCheck(AtomicReference<TicketSecrets> inForce) {
    this.inForce = inForce;
  }

  /// Checks the 40 bytes from `offset` on. If they are a ticket of an epoch in force, [#device],
  /// [#epoch] and [#endpoint] tell what it says until the next check.
  ///
  /// @throws IndexOutOfBoundsException if there are fewer bytes
  public boolean check(byte[] buffer, int offset) {
    boolean isText = Base32.decode(buffer, offset, ticket);
    int claimed = Ticket.epoch(ticket);
    TicketSecrets.Secret secret = inForce.get().secretOrAny(claimed);
    byte[] expected = mac.of(secret, ticket);
    int different = secret.epoch() ^ claimed;
    for (int i = 0; i < Ticket.MAC_LENGTH; i++) {
      different |= expected[i] ^ ticket[Ticket.BODY_LENGTH + i];
    }
    boolean isIssued = isText && different == 0;
    device = isIssued ? (long) LONG.get(ticket, 0) : 0;
    epoch = isIssued ? claimed : 0;
    endpoint = isIssued ? ticket[Ticket.ENDPOINT_AT] & 0xff : 0;
    return isIssued;
  }

  /// The id of the device's key, as in [org.cotejo.cose.KeyId#bits].
  public long device() {
    return device;
  }

  /// The epoch of the secret it was issued under, 0 to 65,535; 0 if it was not issued.
  public int epoch() {
    return epoch;
  }

  /// The endpoint it was issued for, 0 to 255; 0 if it was not issued.
  public int endpoint() {
    return endpoint;
  }
}
