package org.cotejo.model;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.VerificationKey;

/// The trust file: the only thing a verifier brings along. Everything else is taken from entry 0,
/// which `threshold` of these keys must have signed.
///
/// @param threshold how many of the keys an authority statement needs before it takes effect
public record AuthorityKeys(int threshold, List<VerificationKey> keys) {
  static final int MAX_KEYS = 32;

  public AuthorityKeys {
    keys = List.copyOf(keys);
    if (threshold < 1 || threshold > keys.size() || keys.size() > MAX_KEYS) {
      throw new IllegalArgumentException(threshold + " of " + keys.size() + " authority keys");
    }
    if (keys.stream().map(VerificationKey::id).distinct().count() != keys.size()) {
      throw new IllegalArgumentException("an authority key is listed twice");
    }
  }

  public static AuthorityKeys of(VerificationKey key) {
    return new AuthorityKeys(1, List.of(key));
  }

  /// Reads `threshold K` (once, optional, 1 if absent) and one key a line; `#` starts a comment.
  ///
  /// @throws MalformedException naming the line that is wrong
  public static AuthorityKeys parse(String text) throws MalformedException {
    int threshold = 0;
    var keys = new ArrayList<VerificationKey>();
    int number = 0;
    for (String raw : text.split("\n", -1)) {
      number++;
      String line = raw.strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      if (line.startsWith("threshold ") && threshold == 0) {
        threshold = (int) Decimal.parse(line.substring("threshold ".length()), MAX_KEYS);
        continue;
      }
      try {
        keys.add(VerificationKey.parse(line));
      } catch (MalformedException e) {
        throw new MalformedException("line " + number + ": " + e.getMessage());
      }
    }
    try {
      return new AuthorityKeys(Math.max(threshold, 1), keys);
    } catch (IllegalArgumentException e) {
      throw new MalformedException("the trust file asks for " + e.getMessage());
    }
  }

  /// The text [#parse] reads.
  public String text() {
    return keys.stream()
        .map(key -> key + "\n")
        .collect(Collectors.joining("", "threshold " + threshold + "\n", ""));
  }
}
