package org.cotejo.server;

import java.io.IOException;
import java.net.InetSocketAddress;

/// Why an address cannot be listened at, in words for whoever started the server.
final class Listening {
  private Listening() {}

  static IOException failed(InetSocketAddress address, Throwable problem) {
    Throwable cause = problem;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String reason = String.valueOf(cause.getMessage());
    return new IOException(
        "cannot listen on %s:%d (%s): choose another address, or stop what listens there"
            .formatted(
                address.getHostString(),
                address.getPort(),
                reason.substring(reason.lastIndexOf(": ") + 1).strip()),
        problem);
  }
}
