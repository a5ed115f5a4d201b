package org.cotejo.cose;

import java.util.Arrays;

/// One signed statement: the narrow profile of COSE_Sign1 ([RFC 9052
/// §4.2](https://www.rfc-editor.org/rfc/rfc9052#section-4.2)) in which every statement travels, is
/// printed and is logged. Its bytes are the truth; this class only finds the parts in them and
/// leaves the payload uninterpreted.
///
/// A value that exists is well formed: exactly the headers of the profile, deterministic CBOR, at
/// most [#MAX_BYTES]. It says nothing about the signature until [#isSignedBy] is asked. Safe for
/// any number of threads.
public final class Sign1 {
  /// The size of the largest statement.
  public static final int MAX_BYTES = 16_384;

  static final int SIGNATURE_LENGTH = 64;
  private static final long TAG = 18;

  /// The start of `["Signature1", …]`, a CBOR array of four.
  private static final byte[] CONTEXT = {
    (byte) 0x84, 0x6a, 'S', 'i', 'g', 'n', 'a', 't', 'u', 'r', 'e', '1'
  };

  /// The external data of a signature, which is always empty: h''.
  private static final byte NO_EXTERNAL_DATA = 0x40;

  private final byte[] bytes;
  private final Sign1Header header;

  /// Where the protected header and the payload start and end, each with the head of its byte
  /// string: these ranges are signed as they stand. The signature is the last 64 bytes.
  private final int headerStart;

  private final int headerEnd;
  private final int payloadStart;
  private final int payloadEnd;
  private final int payloadContent;

  private Sign1(byte[] bytes, CborReader reader) throws MalformedException {
    this.bytes = bytes;
    reader.tag(TAG);
    reader.arrayOf(4);
    headerStart = reader.position();
    int headerContent = reader.skipBytes(Sign1Header.MAX_BYTES);
    headerEnd = reader.position();
    header = Sign1Header.read(new CborReader(bytes, headerContent, headerEnd));
    requireEmptyUnprotectedHeader(reader);
    requirePayload(reader);
    payloadStart = reader.position();
    payloadContent = reader.skipBytes(MAX_BYTES);
    payloadEnd = reader.position();
    requireSignature(reader);
    reader.end();
  }

  /// Finds the parts of a statement.
  ///
  /// @param bytes the whole statement; kept, not copied, so the caller must not change it
  ///   afterwards
  /// @throws MalformedException if the bytes are not exactly one statement of the profile
  public static Sign1 decode(byte[] bytes) throws MalformedException {
    if (bytes.length > MAX_BYTES) {
      throw new MalformedException(
          "statement has %d bytes, more than %d".formatted(bytes.length, MAX_BYTES));
    }
    return new Sign1(bytes, new CborReader(bytes));
  }

  /// Makes and signs a statement.
  ///
  /// @param type 1 to 20 characters of a-z and -
  /// @param issuer empty for type `election`, else 16 bytes
  /// @param subject 1 to 80 characters of printable ASCII
  /// @param payload any bytes, as long as the whole stays within [#MAX_BYTES]
  /// @throws IllegalArgumentException if one of them is not so
  public static Sign1 sign(
      String type, byte[] issuer, String subject, byte[] payload, SigningKey key) {
    VerificationKey verificationKey = key.verificationKey();
    try {
      byte[] header =
          Sign1Header.of(verificationKey.algorithm(), verificationKey.id(), issuer, subject, type)
              .toBytes();
      byte[] unsigned = encode(header, payload, new byte[SIGNATURE_LENGTH]);
      byte[] signature = key.sign(decode(unsigned).toBeSigned());
      return decode(encode(header, payload, signature));
    } catch (MalformedException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  private static byte[] encode(byte[] header, byte[] payload, byte[] signature) {
    return new CborWriter()
        .tag(TAG)
        .array(4)
        .bytes(header)
        .map(0)
        .bytes(payload)
        .bytes(signature)
        .toByteArray();
  }

  private static void requireEmptyUnprotectedHeader(CborReader reader) throws MalformedException {
    if (!reader.takeEmptyMap()) {
      throw new MalformedException("unprotected header is not the empty map");
    }
  }

  private static void requirePayload(CborReader reader) throws MalformedException {
    if (reader.takeNull()) {
      throw new MalformedException("payload is detached");
    }
    if (reader.majorType() != CborReader.BYTES) {
      throw new MalformedException("payload is not a byte string");
    }
  }

  private static void requireSignature(CborReader reader) throws MalformedException {
    if (reader.majorType() != CborReader.BYTES) {
      throw new MalformedException("signature is not a byte string");
    }
    int content = reader.skipBytes(MAX_BYTES);
    int length = reader.position() - content;
    if (length != SIGNATURE_LENGTH) {
      throw new MalformedException("signature has " + length + " bytes instead of 64");
    }
  }

  /// The whole statement: the array itself, not a copy; it must not be changed.
  public byte[] bytes() {
    return bytes;
  }

  /// The algorithm the header names.
  public Algorithm algorithm() {
    return header.algorithm;
  }

  /// The id of the key that is said to have signed.
  public KeyId keyId() {
    return header.keyId;
  }

  /// A copy of the first 16 bytes of the SHA-256 of the election statement; empty in that statement
  /// itself.
  public byte[] issuer() {
    return header.issuer.clone();
  }

  /// What the statement is about, for a tally record `contest/station`; 1 to 80 characters.
  public String subject() {
    return header.subject;
  }

  /// The kind of statement, such as `tally-record`; 1 to 20 characters.
  public String type() {
    return header.type;
  }

  /// A copy of the payload, which no one has interpreted yet; may be empty.
  public byte[] payload() {
    return Arrays.copyOfRange(bytes, payloadContent, payloadEnd);
  }

  /// Whether `key` is the key named in the header, under the algorithm named there, and its
  /// signature is good.
  public boolean isSignedBy(VerificationKey key) {
    return header.algorithm == key.algorithm()
        && header.keyId.equals(key.id())
        && key.verify(
            toBeSigned(), Arrays.copyOfRange(bytes, bytes.length - SIGNATURE_LENGTH, bytes.length));
  }

  /// Sig_structure of [RFC 9052 §4.4](https://www.rfc-editor.org/rfc/rfc9052#section-4.4). The
  /// encodings in the statement are deterministic, so they are copied with their heads.
  private byte[] toBeSigned() {
    int headerLength = headerEnd - headerStart;
    int payloadLength = payloadEnd - payloadStart;
    byte[] signed = new byte[CONTEXT.length + headerLength + 1 + payloadLength];
    System.arraycopy(CONTEXT, 0, signed, 0, CONTEXT.length);
    System.arraycopy(bytes, headerStart, signed, CONTEXT.length, headerLength);
    signed[CONTEXT.length + headerLength] = NO_EXTERNAL_DATA;
    System.arraycopy(bytes, payloadStart, signed, signed.length - payloadLength, payloadLength);
    return signed;
  }
}
