package org.cotejo.station.delivery;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cotejo.cose.MalformedException;

/// One way to a log: the address of an intake, and the ticket that its door is shown.
///
/// @param isSecure whether the way is TLS; then the ticket is the first label of the server's name
/// @param host name or address; an IPv6 address without its brackets
/// @param ticket empty at a lane that asks for none
public record Endpoint(boolean isSecure, String host, int port, Optional<String> ticket) {
  private static final int MAX_PORT = 65_535;
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;
  private static final Pattern PATH = Pattern.compile("(?:/([a-z2-7]{40}))?(?:/statements)?/?");

  public Endpoint {
    if (host.isEmpty() || port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException("no server is at '" + host + "' port " + port);
    }
  }

  /// Reads `http://HOST:PORT`, `https://HOST` and either followed by `/<ticket>`; a `/statements`
  /// at the end, as an intake tells it, says nothing more.
  public static Endpoint parse(String text) throws MalformedException {
    URI uri;
    try {
      uri = URI.create(text);
    } catch (IllegalArgumentException e) {
      throw wrong(text);
    }
    boolean isSecure = "https".equals(uri.getScheme());
    boolean isPlain =
        (isSecure || "http".equals(uri.getScheme()))
            && uri.getHost() != null
            && uri.getPort() <= MAX_PORT
            && uri.getPort() != 0
            && uri.getUserInfo() == null
            && uri.getQuery() == null
            && uri.getFragment() == null;
    Matcher path = PATH.matcher(isPlain ? uri.getPath() : "none");
    if (!path.matches()) {
      throw wrong(text);
    }
    int usual = isSecure ? HTTPS_PORT : HTTP_PORT;
    String host = uri.getHost();
    return new Endpoint(
        isSecure,
        host.startsWith("[") ? host.substring(1, host.length() - 1) : host,
        uri.getPort() < 0 ? usual : uri.getPort(),
        Optional.ofNullable(path.group(1)));
  }

  private static MalformedException wrong(String text) {
    return new MalformedException(
        "not http://HOST:PORT or https://HOST, with /<ticket> where there is one: '" + text + "'");
  }

  /// What people are told: where it leads, without the ticket.
  public String name() {
    return inUrl() + ":" + port;
  }

  private String inUrl() {
    return host.contains(":") ? "[" + host + "]" : host;
  }

  /// What is asked for in the first line of a request.
  String path() {
    return ticket.filter(shown -> !isSecure).map(shown -> "/" + shown).orElse("") + "/statements";
  }

  /// The name that the server is asked for in a TLS handshake.
  String serverName() {
    return ticket.map(shown -> shown + "." + host).orElse(host);
  }

  /// The text that [#parse] reads.
  @Override
  public String toString() {
    return (isSecure ? "https://" : "http://")
        + name()
        + ticket.map(shown -> "/" + shown).orElse("");
  }
}
