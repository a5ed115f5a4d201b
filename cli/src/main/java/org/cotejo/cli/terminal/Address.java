package org.cotejo.cli.terminal;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// Network addresses, as they are typed and as they are shown.
public final class Address {
  private static final int MAX_PORT = 65_535;

  private Address() {}

  /// Where a server that listens there is reached.
  public static URI url(InetSocketAddress address) {
    String host = address.getAddress().getHostAddress();
    String inUrl = host.contains(":") ? "[" + host + "]" : host;
    return URI.create("http://%s:%d".formatted(inUrl, address.getPort()));
  }

  /// Whether this is meant as an address, not as a directory.
  public static boolean isPublication(String text) {
    return text.startsWith("http://") || text.startsWith("https://");
  }

  /// Reads the address of a publication.
  ///
  /// @throws TypeConversionException if it is none
  public static URI publication(String text) {
    URI uri = parse(text, "http://HOST or https://HOST", text);
    boolean isPlain =
        isPublication(text)
            && uri.getHost() != null
            && uri.getQuery() == null
            && uri.getFragment() == null;
    if (!isPlain) {
      throw wrong("http://HOST or https://HOST", text);
    }
    return uri;
  }

  /// Reads `HOST:PORT`, a place to listen at.
  public static final class Listening implements ITypeConverter<InetSocketAddress> {
    Listening() {}

    @Override
    public InetSocketAddress convert(String text) {
      URI uri = parse("tcp://" + text, "HOST:PORT", text);
      boolean isPlain = text.equals(uri.getHost() + ":" + uri.getPort());
      if (!isPlain || uri.getPort() > MAX_PORT) {
        throw wrong("HOST:PORT", text);
      }
      var address = new InetSocketAddress(uri.getHost(), uri.getPort());
      if (address.isUnresolved()) {
        throw new TypeConversionException("no such host is known: " + uri.getHost());
      }
      return address;
    }
  }

  /// Reads the address of a publication.
  public static final class Publication implements ITypeConverter<URI> {
    Publication() {}

    @Override
    public URI convert(String text) {
      return publication(text);
    }
  }

  /// Reads `http://HOST:PORT` or `https://HOST`, with or without the `/statements` that an intake
  /// tells when it starts.
  public static final class Intake implements ITypeConverter<URI> {
    private static final Set<String> PATHS = Set.of("", "/", "/statements");

    Intake() {}

    @Override
    public URI convert(String text) {
      URI uri = parse(text, "http://HOST:PORT", text);
      boolean isHttp = "http".equals(uri.getScheme()) || "https".equals(uri.getScheme());
      boolean isPlain =
          uri.getHost() != null
              && uri.getUserInfo() == null
              && PATHS.contains(uri.getPath())
              && uri.getQuery() == null
              && uri.getFragment() == null;
      if (!isHttp || !isPlain || uri.getPort() > MAX_PORT) {
        throw wrong("http://HOST:PORT", text);
      }
      return uri;
    }
  }

  private static URI parse(String uri, String form, String text) {
    try {
      return URI.create(uri);
    } catch (IllegalArgumentException e) {
      throw wrong(form, text);
    }
  }

  private static TypeConversionException wrong(String form, String text) {
    return new TypeConversionException("not %s: '%s'".formatted(form, text));
  }
}
