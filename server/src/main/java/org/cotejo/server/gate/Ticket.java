package org.cotejo.server.gate;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.cotejo.cose.KeyId;
import org.cotejo.cose.MalformedException;
import org.jspecify.annotations.Nullable;

/// What an enrolled device shows at the door: who it is, for which epoch and endpoint, and that the
/// intake said so. A bearer token which anybody on the way can copy: it decides who is heard first,
/// never what is believed.
public final class Ticket {
  /// Characters of the text form.
  public static final int TEXT_LENGTH = 40;

  /// Tickets of one device and epoch differ in this; a device is given one for each way in.
  public static final int MAX_ENDPOINT = 255;

  static final int MAX_EPOCH = 65_535;
  static final int EPOCH_AT = 8;
  static final int ENDPOINT_AT = 10;

  /// Device, epoch and endpoint; the MAC follows and ends the ticket.
  static final int BODY_LENGTH = 11;

  static final int MAC_LENGTH = 14;
  static final int LENGTH = BODY_LENGTH + MAC_LENGTH;

  private final byte[] bytes;

  private Ticket(byte[] bytes) {
    this.bytes = bytes;
  }

  /// @param mac at least 14 bytes, of which the first 14 count
  static Ticket of(byte[] body, byte[] mac) {
    byte[] bytes = Arrays.copyOf(body, LENGTH);
    System.arraycopy(mac, 0, bytes, BODY_LENGTH, MAC_LENGTH);
    return new Ticket(bytes);
  }

  /// What the MAC of a ticket covers.
  static byte[] body(KeyId device, int epoch, int endpoint) {
    checkEpoch(epoch);
    if (endpoint < 0 || endpoint > MAX_ENDPOINT) {
      throw new IllegalArgumentException("no endpoint: " + endpoint);
    }
    byte[] body = Arrays.copyOf(device.bytes(), BODY_LENGTH);
    body[EPOCH_AT] = (byte) (epoch >> 8);
    body[EPOCH_AT + 1] = (byte) epoch;
    body[ENDPOINT_AT] = (byte) endpoint;
    return body;
  }

  static void checkEpoch(int epoch) {
    if (epoch < 0 || epoch > MAX_EPOCH) {
      throw new IllegalArgumentException("no epoch: " + epoch);
    }
  }

  static int epoch(byte[] bytes) {
    return ((bytes[EPOCH_AT] & 0xff) << 8) | (bytes[EPOCH_AT + 1] & 0xff);
  }

  /// Reads exactly what [#toString] writes: every ticket has one text, and every text of 40 such
  /// characters is a ticket. Whether the intake issued it, [TicketCheck] says.
  ///
  /// @throws MalformedException if it is anything else
  public static Ticket parse(String text) throws MalformedException {
    byte[] bytes = new byte[LENGTH];
    if (text.length() != TEXT_LENGTH
        || !text.chars().allMatch(c -> c < 0x80)
        || !Base32.decode(text.getBytes(StandardCharsets.US_ASCII), 0, bytes)) {
      throw new MalformedException("not a ticket: expected 40 of a-z and 2-7");
    }
    return new Ticket(bytes);
  }

  /// The device's key, by its id.
  public KeyId device() {
    return KeyId.of(bytes);
  }

  /// Which of the intake's secrets vouches for the ticket; 0 to 65,535.
  public int epoch() {
    return epoch(bytes);
  }

  /// Which of its ways in the device uses it for; 0 to 255.
  public int endpoint() {
    return bytes[ENDPOINT_AT] & 0xff;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Ticket that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /// 40 characters of base32 ([RFC 4648 §6](https://www.rfc-editor.org/rfc/rfc4648#section-6)) in
  /// lower case: good for a path segment and for a DNS label alike.
  @Override
  public String toString() {
    return Base32.encode(bytes);
  }
}
