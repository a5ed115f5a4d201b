package org.cotejo.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Base64;
import java.util.concurrent.Callable;
import org.cotejo.cli.operators.ConsoleClient;
import org.cotejo.cli.terminal.ExitCode;
import org.cotejo.cli.terminal.Words;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.model.IncidentStatement;
import org.cotejo.model.RefusedPerSecond;
import org.cotejo.model.SealedText;
import org.cotejo.model.Statement;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Has the operator's server tell the log what it refused in a window of time.
@Command(
    name = "incident",
    mixinStandardHelpOptions = true,
    description = {
      "Tell the public log how many requests were refused, when and where.",
      "",
      "The figures are those of the server's raw counters, whose digest is stated with them. A text"
          + " stays out of the log, which has its salted digest alone: delete the file in"
          + " private/texts, and it is withdrawn."
    },
    footer = {
      "",
      "Example:",
      "  cotejo incident --dir night --from 2026-11-28T20:00:00Z \\",
      "      --to 2026-11-28T21:00:00Z"
    })
final class IncidentCommand implements Callable<Integer> {
  private static final Duration PATIENCE = Duration.ofSeconds(40);
  private static final JsonMapper JSON = new JsonMapper();

  @Spec private CommandSpec spec = CommandSpec.create();

  @Mixin private ServerConsole server = new ServerConsole();

  @Option(
      names = "--from",
      required = true,
      paramLabel = "TIME",
      converter = Second.class,
      description = "Where the window begins, with its offset from UTC.")
  private Instant from = Instant.EPOCH;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "TIME",
      converter = Second.class,
      description = "Where it ends, at most a day later; that second is not in it.")
  private Instant to = Instant.EPOCH;

  @Option(
      names = "--vantage",
      paramLabel = "PLACE",
      defaultValue = "intake/stations",
      description =
          "Where they were counted: intake/stations, intake/open or intake/operators"
              + " (default ${DEFAULT-VALUE}).")
  private String vantage = "";

  @Option(
      names = "--text",
      paramLabel = "FILE",
      description = "A text about it, at most 2 KiB, to be sealed beside the log.")
  private @Nullable Path text;

  /// Reads a whole second, as ISO 8601 writes it with an offset.
  static final class Second implements ITypeConverter<Instant> {
    Second() {}

    @Override
    public Instant convert(String text) {
      try {
        Instant read = OffsetDateTime.parse(text).toInstant();
        if (read.getNano() == 0 && read.getEpochSecond() >= 0) {
          return read;
        }
      } catch (DateTimeException e) {
        // Told below, with the times that are no whole seconds.
      }
      throw new CommandLine.TypeConversionException(
          "not a time such as 2026-11-28T20:00:00Z or 2026-11-28T15:00:00-05:00: '" + text + "'");
    }
  }

  @Override
  public Integer call() throws IOException {
    if (!from.isBefore(to)) {
      throw new CommandLine.ParameterException(spec.commandLine(), "--from is before --to");
    }
    ObjectNode request =
        JSON.createObjectNode()
            .put("vantage", vantage)
            .put("from", from.getEpochSecond())
            .put("to", to.getEpochSecond() - 1);
    if (text != null) {
      request.put("text", text(text));
    }
    try (ConsoleClient console = server.open()) {
      HttpResponse<String> answer = console.post("/incidents", request.toString(), PATIENCE);
      return answer.statusCode() / 100 == 2 ? tell(answer) : refused(answer);
    }
  }

  private static String text(Path file) throws IOException {
    byte[] bytes = InputFile.read(file, SealedText.MAX_TEXT_BYTES);
    if (bytes.length > SealedText.MAX_TEXT_BYTES) {
      throw new IOException(file + ": longer than " + SealedText.MAX_TEXT_BYTES + " bytes");
    }
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException e) {
      throw new IOException(file + ": not UTF-8", e);
    }
  }

  private int refused(HttpResponse<String> answer) {
    var out = spec.commandLine().getOut();
    out.println(new Words().say("refused", Delivery.problem(answer.body())));
    out.flush();
    return ExitCode.DOES_NOT_HOLD;
  }

  private int tell(HttpResponse<String> answer) throws IOException {
    IncidentStatement incident =
        incident(answer.headers().firstValue("cotejo-statement").orElse(""));
    long index = Long.parseLong(answer.headers().firstValue("cotejo-index").orElseThrow());
    var words = new Words();
    var out = spec.commandLine().getOut();
    out.println(
        words.say("accepted", words.count(index), words.say("incident.what", incident.vantage())));
    out.println(
        words.say(
            "incident.window",
            Instant.ofEpochSecond(incident.from()).toString(),
            Instant.ofEpochSecond(incident.to() + 1).toString(),
            words.count(incident.seconds()),
            words.count(incident.to() + 1 - incident.from())));
    out.println();
    figures(incident, words, out);
    out.println();
    out.println(
        words.say(
            "incident.beside", words.count(incident.accepted()), words.count(incident.networks())));
    out.println(words.say("incident.counters", incident.counters().hex()));
    incident.text().ifPresent(digest -> out.println(words.say("incident.text", digest.hex())));
    out.println();
    out.print(answer.body());
    out.flush();
    return ExitCode.DONE;
  }

  private static void figures(IncidentStatement incident, Words words, PrintWriter out) {
    out.println(
        line(words.say("incident.column"), words.say("incident.sum"), "p50", "p90", "p99", "max"));
    out.println(line(words.say("incident.all"), numbers(incident.refused(), words)));
    incident
        .byReason()
        .forEach((reason, refused) -> out.println(line(reason, numbers(refused, words))));
  }

  private static String[] numbers(RefusedPerSecond of, Words words) {
    return new String[] {
      words.count(of.sum()),
      words.count(of.p50()),
      words.count(of.p90()),
      words.count(of.p99()),
      words.count(of.max())
    };
  }

  private static String line(String name, String... numbers) {
    var line = new StringBuilder("  %-24s".formatted(name));
    for (int i = 0; i < numbers.length; i++) {
      line.append((i == 0 ? "%14s" : "%10s").formatted(numbers[i]));
    }
    return line.toString();
  }

  private static IncidentStatement incident(String base64) throws IOException {
    try {
      Sign1 signed = Sign1.decode(Base64.getDecoder().decode(base64));
      if (Statement.decode(signed) instanceof IncidentStatement incident) {
        return incident;
      }
      throw new IOException("the console logged a statement of another kind");
    } catch (MalformedException | IllegalArgumentException e) {
      throw new IOException("the console does not say what it logged: " + e.getMessage(), e);
    }
  }
}
