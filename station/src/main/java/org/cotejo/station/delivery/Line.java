package org.cotejo.station.delivery;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.Merkle;
import org.cotejo.log.TlogProof;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// A connection to one endpoint over which statements are handed in, one at a time. It is kept
/// while the server keeps it. One try takes no longer than it may, whatever the network does.
public final class Line implements Poster {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final Endpoint endpoint;
  private final Duration patience;
  private final SSLSocketFactory secure;
  private volatile @Nullable Socket socket;
  private @Nullable InputStream answers;

  /// Whether the time for a try ran out.
  private volatile boolean isLate;

  /// @param patience for one try, from the connection to the last byte of the answer
  public Line(Endpoint endpoint, Duration patience) {
    this(endpoint, patience, (SSLSocketFactory) SSLSocketFactory.getDefault());
  }

  /// @param secure knows whose certificates count
  Line(Endpoint endpoint, Duration patience, SSLSocketFactory secure) {
    this.endpoint = endpoint;
    this.patience = patience;
    this.secure = secure;
  }

  @Override
  public Answer post(byte[] statement, ElectionLog log) {
    boolean wasKept = answers != null;
    try {
      Reply reply;
      try {
        reply = exchange(statement);
      } catch (IOException e) {
        if (!wasKept) {
          throw e;
        }
        // The server may have ended a kept connection in the meantime.
        reply = exchange(statement);
      }
      if (reply.isLast()) {
        close();
      }
      return judge(reply, Merkle.leaf(statement), log);
    } catch (IOException e) {
      close();
      return new Answer.Unheard(reason(e));
    }
  }

  private static String reason(IOException problem) {
    String told = problem.getMessage();
    return told == null ? problem.getClass().getSimpleName() : told;
  }

  private Reply exchange(byte[] statement) throws IOException {
    isLate = false;
    Thread watch = Thread.ofVirtual().start(this::endInTime);
    try {
      InputStream from = answers == null ? connect() : answers;
      Socket to = socket;
      if (to == null) {
        throw new IOException("the connection has ended");
      }
      byte[] head = head(statement.length);
      byte[] request = Arrays.copyOf(head, head.length + statement.length);
      System.arraycopy(statement, 0, request, head.length, statement.length);
      to.getOutputStream().write(request);
      to.getOutputStream().flush();
      return Reply.read(from);
    } catch (IOException e) {
      close();
      throw isLate ? new IOException("no answer within " + patience.toSeconds() + " s", e) : e;
    } finally {
      watch.interrupt();
    }
  }

  private byte[] head(int length) {
    return """
    POST %s HTTP/1.1\r
    Host: %s\r
    Content-Type: application/cose\r
    Content-Length: %d\r
    \r
    """
        .formatted(endpoint.path(), endpoint.name(), length)
        .getBytes(US_ASCII);
  }

  /// Ends the connection, and with it whatever waits for it.
  private void endInTime() {
    try {
      Thread.sleep(patience);
      isLate = true;
      closeSocket();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private InputStream connect() throws IOException {
    var address = new InetSocketAddress(endpoint.host(), endpoint.port());
    if (address.isUnresolved()) {
      throw new IOException("no such host is known: " + endpoint.host());
    }
    var plain = new Socket();
    socket = plain;
    plain.setTcpNoDelay(true);
    plain.connect(address, (int) patience.toMillis());
    Socket made = endpoint.isSecure() ? secure(plain) : plain;
    socket = made;
    InputStream in = new BufferedInputStream(made.getInputStream());
    answers = in;
    return in;
  }

  private SSLSocket secure(Socket plain) throws IOException {
    var made = (SSLSocket) secure.createSocket(plain, endpoint.serverName(), endpoint.port(), true);
    SSLParameters parameters = made.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    made.setSSLParameters(parameters);
    return made;
  }

  private static Answer judge(Reply reply, Hash leaf, ElectionLog log) {
    if (reply.status() == 200 || reply.status() == 201) {
      try {
        TlogProof receipt = TlogProof.parse(reply.body());
        log.verify(leaf, receipt);
        return new Answer.Taken(reply.status() == 201, receipt);
      } catch (MalformedException e) {
        return new Answer.Unheard("the receipt is not one of this log: " + e.getMessage());
      }
    }
    try {
      JsonNode problem = JSON.readTree(reply.body());
      String type = problem.path("type").asString("");
      if (type.startsWith("urn:")) {
        return new Answer.Refused(type, problem.path("detail").asString(""), reply.retryAfter());
      }
    } catch (JacksonException e) {
      // Told below: whoever answers is no intake.
      return notAnIntake(reply);
    }
    return notAnIntake(reply);
  }

  private static Answer notAnIntake(Reply reply) {
    return new Answer.Unheard("it answers %d, and not as an intake does".formatted(reply.status()));
  }

  private void closeSocket() {
    Socket open = socket;
    socket = null;
    if (open != null) {
      try {
        open.close();
      } catch (IOException e) {
        // Nothing more is asked of it.
        return;
      }
    }
  }

  @Override
  public void close() {
    answers = null;
    closeSocket();
  }
}
