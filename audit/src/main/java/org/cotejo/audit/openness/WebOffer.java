package org.cotejo.audit.openness;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cotejo.publication.Publication;

/// Asks an address for what it offers: the page there, the files it links to on the same host, and
/// a few names under which data describes itself. Bounded in requests, bytes and time; sends no
/// cookie and no credentials, and follows no link to another host.
public final class WebOffer implements AutoCloseable {
  private static final int MAX_REQUESTS = 48;
  private static final long MAX_BYTES = 32L << 20;
  private static final Duration ANSWER = Duration.ofSeconds(15);
  private static final Duration ALL = Duration.ofMinutes(2);
  private static final Pattern LINK =
      Pattern.compile(
          "(?:href|src)\\s*=\\s*(?:[\"']([^\"'#]{1,500})|([^\"'#>\\s]{1,500}))",
          Pattern.CASE_INSENSITIVE);

  private static final Set<String> SCHEMES = Set.of("http", "https");

  /// Names under which a publication describes itself.
  private static final List<String> USUAL =
      List.of(
          "latest.json",
          "checkpoint",
          "manifest.csv",
          "datapackage.json",
          "data/datapackage.json",
          CotejoLayout.ELECTION,
          "SHA256SUMS",
          "LICENSE",
          "robots.txt");

  private final URI base;
  private final Duration patience;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(ANSWER)
          .followRedirects(HttpClient.Redirect.NORMAL)
          .build();
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().daemon().factory());
  private final Deque<URI> next = new ArrayDeque<>();
  private final Set<URI> usual = new LinkedHashSet<>();
  private final Set<URI> known = new HashSet<>();
  private final List<OfferedFile> files = new ArrayList<>();
  private final List<Observation> refusals = new ArrayList<>();
  private final Set<String> elsewhere = new HashSet<>();
  private long left = MAX_BYTES;

  private WebOffer(URI base, Duration patience) {
    this.base = base;
    this.patience = patience;
  }

  /// @throws IOException if nothing answers there
  public static Offer read(URI address) throws IOException {
    return read(address, ALL);
  }

  static Offer read(URI address, Duration patience) throws IOException {
    String path = address.getPath();
    boolean isFile = path.substring(path.lastIndexOf('/') + 1).contains(".");
    URI base = isFile || path.endsWith("/") ? address : URI.create(address + "/");
    try (var offer = new WebOffer(base, patience)) {
      offer.ask();
      return new Offer(
          address.toString(), true, offer.files, offer.refusals, offer.elsewhere.size());
    }
  }

  private void ask() throws IOException {
    long deadline = System.nanoTime() + patience.toNanos();
    // Who waits longer than this for one address learns nothing more from it.
    var _ = watch.schedule(client::shutdownNow, patience.toMillis(), TimeUnit.MILLISECONDS);
    known.add(base);
    USUAL.forEach(name -> usual.add(base.resolve(name)));
    usual.forEach(address -> add(address, true));
    fetch(base, true);
    for (int requests = 1;
        !next.isEmpty() && requests < MAX_REQUESTS && left > 0 && System.nanoTime() < deadline;
        requests++) {
      fetch(next.remove(), false);
    }
  }

  private void add(URI address, boolean isLast) {
    boolean isHere =
        String.valueOf(base.getAuthority()).equals(String.valueOf(address.getAuthority()));
    if (!isHere) {
      elsewhere.add(String.valueOf(address.getAuthority()));
    } else if (known.add(address)) {
      if (isLast) {
        next.addLast(address);
      } else {
        next.addFirst(address);
      }
    }
  }

  private void fetch(URI address, boolean isFirst) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .timeout(ANSWER)
            .header("Range", "bytes=0-" + (OfferedFile.mostOf(path(address)) - 1))
            .header("Origin", "https://reader.invalid")
            .build();
    try {
      HttpResponse<InputStream> answer =
          client.send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        take(address, answer, body);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      var told = new InterruptedIOException("interrupted");
      told.initCause(e);
      throw told;
    } catch (IOException e) {
      if (isFirst) {
        throw new IOException(address + ": " + reason(e), e);
      }
      refusals.add(Observation.of(address.toString(), "no-answer", reason(e)));
    }
  }

  private static String reason(IOException e) {
    return e.getMessage() == null ? "no server answers there" : e.getMessage();
  }

  private void take(URI address, HttpResponse<InputStream> answer, InputStream body)
      throws IOException {
    int status = answer.statusCode();
    if (status != 200 && status != 206) {
      // A usual name that is not there is no refusal.
      if (status != 404 || address.equals(base)) {
        refusals.add(Observation.of(address.toString(), "status", status));
      }
      return;
    }
    if (String.valueOf(answer.uri().getAuthority()).equals(base.getAuthority())) {
      int most = OfferedFile.mostOf(path(address));
      byte[] start = body.readNBytes((int) Math.min(most, left));
      left -= start.length;
      var headers = new HashMap<String, String>();
      answer.headers().map().forEach((name, values) -> headers.put(name, values.getFirst()));
      OfferedFile file = OfferedFile.of(path(address), size(answer, start, most), headers, start);
      if (usual.contains(address) && file.kind() == OfferedFile.Kind.PAGE) {
        return; // How some servers say that there is no such file.
      }
      files.add(file);
      file.text().ifPresent(text -> follow(file, answer.uri(), text));
    } else {
      refusals.add(Observation.of(address.toString(), "redirected", answer.uri()));
    }
  }

  /// What a file leads to: links of a page, and in our own layout the few files that tell of it.
  private void follow(OfferedFile file, URI address, String text) {
    if (file.kind() == OfferedFile.Kind.PAGE) {
      links(address, text);
    } else if (file.name().equals("latest.json")) {
      Optional<String> index = CotejoLayout.index(text);
      index.ifPresent(path -> add(base.resolve(path), false));
      index.ifPresent(_ -> add(base.resolve(CotejoLayout.FIRST_BULLETIN), false));
    } else if (file.path().startsWith(Publication.TOTALS)) {
      CotejoLayout.shard(text).ifPresent(path -> add(base.resolve(path), false));
    }
  }

  private String path(URI address) {
    String relative = base.resolve(".").relativize(address).toString();
    return relative.isEmpty() ? address.toString() : relative;
  }

  private static long size(HttpResponse<?> answer, byte[] start, int most) {
    if (answer.statusCode() == 206) {
      String range = answer.headers().firstValue("Content-Range").orElse("");
      String total = range.substring(range.indexOf('/') + 1);
      return total.matches("[0-9]{1,15}") ? Long.parseLong(total) : -1;
    }
    OptionalLong length = answer.headers().firstValueAsLong("Content-Length");
    return start.length < most ? start.length : length.orElse(-1);
  }

  /// Pages are asked for too, one step deep: what they link to is not known before.
  private void links(URI page, String text) {
    boolean isFirst = files.size() == 1;
    Matcher links = LINK.matcher(text);
    while (links.find()) {
      target(page, links.group(1) == null ? links.group(2) : links.group(1).strip())
          .filter(target -> SCHEMES.contains(String.valueOf(target.getScheme())))
          .filter(target -> isFirst || !isPage(target))
          .ifPresent(target -> add(target, isPage(target)));
    }
  }

  private static Optional<URI> target(URI page, String link) {
    try {
      // As pages write addresses, and as browsers read them.
      return Optional.of(page.resolve(link.replace("&amp;", "&").replace(" ", "%20")));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// Whether it looks like a page: what it is shows when it answers.
  private static boolean isPage(URI target) {
    var named = new OfferedFile(String.valueOf(target.getPath()), -1, Map.of(), new byte[0]);
    return named.kind() == OfferedFile.Kind.PAGE || !named.name().contains(".");
  }

  @Override
  public void close() {
    watch.shutdownNow();
    client.shutdownNow();
  }
}
