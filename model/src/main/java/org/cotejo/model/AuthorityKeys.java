package org.cotejo.model;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
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
  private static final int MAX_BYTES = 1 << 16;
  private static final String THRESHOLD = "threshold ";

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

  /// Reads a trust file.
  ///
  /// @throws IOException naming the file, if it cannot be read or is no trust file
  public static AuthorityKeys read(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      throw new IOException(file + ": is a directory, not a file with the authority's keys");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw new IOException(file + ": larger than any trust file");
      }
      // Comments may be in any script; what is not UTF-8 is replaced, and refused in a key.
      return parse(new String(bytes, StandardCharsets.UTF_8));
    } catch (MalformedException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
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
      try {
        if (line.startsWith(THRESHOLD)) {
          if (threshold > 0) {
            throw new MalformedException("the threshold is said already");
          }
          threshold = threshold(line.substring(THRESHOLD.length()));
        } else {
          keys.add(newKey(line, keys));
        }
      } catch (MalformedException e) {
        throw new MalformedException("line " + number + ": " + e.getMessage());
      }
    }
    if (keys.isEmpty()) {
      throw new MalformedException("no key here; a trust file has one a line, as ed25519:<hex>");
    }
    try {
      return new AuthorityKeys(Math.max(threshold, 1), keys);
    } catch (IllegalArgumentException e) {
      throw new MalformedException("the trust file asks for " + e.getMessage());
    }
  }

  private static int threshold(String text) throws MalformedException {
    if (!text.matches("[1-9][0-9]?") || Integer.parseInt(text) > MAX_KEYS) {
      throw new MalformedException(
          "the threshold is not a number from 1 to %d: '%s'".formatted(MAX_KEYS, text));
    }
    return Integer.parseInt(text);
  }

  private static VerificationKey newKey(String text, List<VerificationKey> before)
      throws MalformedException {
    VerificationKey key = VerificationKey.parse(text);
    if (before.stream().anyMatch(known -> known.id().equals(key.id()))) {
      throw new MalformedException("the key is listed already");
    }
    return key;
  }

  /// The text [#parse] reads: the threshold, then the keys by their ids, so that the same keys give
  /// the same text.
  public String text() {
    return keys.stream()
        .sorted(Comparator.comparing(key -> key.id().toString()))
        .map(key -> key + "\n")
        .collect(Collectors.joining("", THRESHOLD + threshold + "\n", ""));
  }
}
