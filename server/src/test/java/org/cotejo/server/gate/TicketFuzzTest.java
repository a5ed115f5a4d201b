package org.cotejo.server.gate;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.cotejo.cose.MalformedException;

class TicketFuzzTest {
  private static final TicketSecrets SECRETS = TestSecrets.of(1, 2);
  private static final TicketCheck CHECK = TestSecrets.check(1, 2);
  private static final byte[] GENUINE =
      SECRETS.issue(TestSecrets.DEVICE, 3).toString().getBytes(US_ASCII);

  /// The input is laid over a genuine ticket: by itself it would never come near one.
  @FuzzTest
  void hasOneSpellingAndPassesOnlyWithItsMac(byte[] changes) throws GeneralSecurityException {
    byte[] bytes = changes.clone();
    for (int i = 0; i < Math.min(bytes.length, GENUINE.length); i++) {
      bytes[i] ^= GENUINE[i];
    }
    String text = new String(bytes, ISO_8859_1);
    boolean isOfTheAlphabet = text.chars().allMatch(TicketFuzzTest::isOfTheAlphabet);
    boolean isTicket = text.length() == Ticket.TEXT_LENGTH && isOfTheAlphabet;
    expect("is read", isRead(text), isTicket);
    if (text.length() == Ticket.TEXT_LENGTH) {
      boolean hasItsMac = isTicket && hasItsMac(decoded(text));
      expect("passes", CHECK.check(bytes, 0), hasItsMac);
      expect("tells an epoch", CHECK.epoch() != 0, hasItsMac);
    }
  }

  private static boolean isOfTheAlphabet(int c) {
    return (c >= 'a' && c <= 'z') || (c >= '2' && c <= '7');
  }

  private static boolean isRead(String text) {
    try {
      expect("is written again", Ticket.parse(text).toString().equals(text), true);
      return true;
    } catch (MalformedException e) {
      return false;
    }
  }

  /// The digits of Java's base 32 are 0-9 and a-v.
  private static byte[] decoded(String text) {
    var digits = new StringBuilder();
    text.chars()
        .map(c -> c <= '7' ? c - '2' + 26 : c - 'a')
        .forEach(value -> digits.append(Character.forDigit(value, 32)));
    byte[] signed = new BigInteger("1" + digits, 32).toByteArray();
    return Arrays.copyOfRange(signed, signed.length - Ticket.LENGTH, signed.length);
  }

  private static boolean hasItsMac(byte[] ticket) throws GeneralSecurityException {
    int epoch = new BigInteger(1, Arrays.copyOfRange(ticket, 8, 10)).intValueExact();
    if (epoch != 1 && epoch != 2) {
      return false;
    }
    var mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(SECRETS.secrets().get(epoch - 1).bytes(), "HmacSHA256"));
    mac.update("cotejo-ticket/1".getBytes(US_ASCII));
    mac.update(TestSecrets.ELECTION.bytes());
    mac.update(ticket, 0, 11);
    return Arrays.equals(mac.doFinal(), 0, 14, ticket, 11, 25);
  }

  private static void expect(String what, boolean found, boolean expected) {
    if (found != expected) {
      throw new AssertionError(what + ": " + found);
    }
  }
}
