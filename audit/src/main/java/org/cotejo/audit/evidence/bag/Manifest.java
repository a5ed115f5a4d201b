package org.cotejo.audit.evidence.bag;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cotejo.cose.MalformedException;

/// A manifest of a bag: files and their digests, one a line (RFC 8493 §2.1.3 and §2.2.1).
///
/// @param digests by path, in lower-case hexadecimal digits
record Manifest(SortedMap<BagPath, String> digests) {
  /// Bytes of a manifest.
  static final int MAX_BYTES = 64 << 20;

  /// Files in a bag.
  static final int MAX_FILES = 100_000;

  private static final Pattern LINE = Pattern.compile("([0-9A-Fa-f]+)[ \t]+(.+)", Pattern.DOTALL);

  Manifest {
    digests = Collections.unmodifiableSortedMap(new TreeMap<>(digests));
  }

  /// @throws MalformedException naming the line
  static Manifest parse(DigestAlgorithm algorithm, byte[] bytes) throws MalformedException {
    var digests = new TreeMap<BagPath, String>();
    int number = 0;
    for (String line : text(bytes).lines().toList()) {
      number++;
      if (line.isEmpty()) {
        continue;
      }
      Matcher parts = LINE.matcher(line);
      if (!parts.matches() || parts.group(1).length() != algorithm.digits()) {
        throw new MalformedException(
            "line %d is not %d hexadecimal digits, a space and a path"
                .formatted(number, algorithm.digits()));
      }
      BagPath path;
      try {
        path = BagPath.decode(parts.group(2));
      } catch (MalformedException e) {
        throw new MalformedException("line %d: %s".formatted(number, e.getMessage()));
      }
      if (digests.put(path, parts.group(1).toLowerCase(Locale.ROOT)) != null) {
        throw new MalformedException("line %d names a file a second time".formatted(number));
      }
      if (digests.size() > MAX_FILES) {
        throw new MalformedException("more than %d files".formatted(MAX_FILES));
      }
    }
    return new Manifest(digests);
  }

  /// UTF-8 text of a tag file.
  static String text(byte[] bytes) throws MalformedException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new MalformedException("is not UTF-8");
    }
  }

  /// The manifest as a file: sorted, two spaces, lines ended by LF.
  byte[] bytes() {
    var text = new StringBuilder();
    for (Map.Entry<BagPath, String> file : digests.entrySet()) {
      text.append(file.getValue()).append("  ").append(file.getKey().encode()).append('\n');
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }
}
