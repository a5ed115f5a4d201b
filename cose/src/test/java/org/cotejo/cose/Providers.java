package org.cotejo.cose;

import java.util.ArrayList;
import java.util.List;

/// The signature providers that work on this machine.
final class Providers {
  private static final List<SignatureProvider> AVAILABLE = find();

  private Providers() {}

  static List<SignatureProvider> available() {
    return AVAILABLE;
  }

  /// Amazon's jar is native code for one platform; where that is this one, its absence is a
  /// failure.
  private static boolean mayBeAbsent(String name) {
    return name.equals("accp")
        && !(System.getProperty("os.name").equals("Linux")
            && System.getProperty("os.arch").equals("amd64"));
  }

  private static List<SignatureProvider> find() {
    List<SignatureProvider> found = new ArrayList<>();
    for (String name : List.of("accp", "bc", "jdk")) {
      try {
        found.add(SignatureProvider.choose(name));
      } catch (IllegalStateException e) {
        if (!mayBeAbsent(name)) {
          throw e;
        }
      }
    }
    return List.copyOf(found);
  }
}
