package org.cotejo.cli;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import org.cotejo.cose.MalformedException;

/// Where a key in a token is: the part of a PKCS#11 URI ([RFC
/// 7512](https://www.rfc-editor.org/rfc/rfc7512)) that is needed, and nothing secret.
///
/// @param object label of the key
/// @param module the library that comes with the token
record TokenAddress(String object, OptionalLong slot, Path module) {
  static final String SCHEME = "pkcs11:";
  private static final int MAX_LENGTH = 4096;
  private static final String FORM =
      "pkcs11:object=LABEL[;slot-id=NUMBER]?module-path=/path/of/library.so";

  /// @throws MalformedException saying what it looks like
  static TokenAddress parse(String text) throws MalformedException {
    if (!text.startsWith(SCHEME) || text.length() > MAX_LENGTH) {
      throw new MalformedException("not " + FORM);
    }
    Map<String, String> attributes = new HashMap<>();
    for (String attribute : text.substring(SCHEME.length()).split("[;?&]", -1)) {
      int equals = attribute.indexOf('=');
      String name = equals < 0 ? attribute : attribute.substring(0, equals);
      if (name.startsWith("pin-")) {
        throw new MalformedException("a PIN does not belong there; give --password-file");
      }
      boolean isKnown =
          name.equals("object") || name.equals("slot-id") || name.equals("module-path");
      if (!isKnown || equals < 0) {
        throw new MalformedException("'%s' is no part of %s".formatted(name, FORM));
      }
      if (attributes.put(name, decode(attribute.substring(equals + 1))) != null) {
        throw new MalformedException(name + " stands there twice");
      }
    }
    String slot = attributes.getOrDefault("slot-id", "0");
    if (!attributes.containsKey("object")
        || !attributes.containsKey("module-path")
        || !slot.matches("0|[1-9][0-9]{0,17}")) {
      throw new MalformedException("not " + FORM);
    }
    return new TokenAddress(
        attributes.getOrDefault("object", ""),
        attributes.containsKey("slot-id")
            ? OptionalLong.of(Long.parseLong(slot))
            : OptionalLong.empty(),
        Path.of(attributes.getOrDefault("module-path", "")));
  }

  private static String decode(String text) throws MalformedException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    byte[] decoded = new byte[bytes.length];
    int length = 0;
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] == '%') {
        int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], 16) : -1;
        int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
        if (low < 0) {
          throw new MalformedException("'%' is followed by two hex digits");
        }
        decoded[length] = (byte) (16 * high + low);
        i += 2;
      } else {
        decoded[length] = bytes[i];
      }
      length++;
    }
    if (length == 0) {
      throw new MalformedException("not " + FORM);
    }
    return new String(decoded, 0, length, StandardCharsets.UTF_8);
  }
}
