package org.cotejo.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.cotejo.cli.terminal.ExitCode;
import org.cotejo.cli.terminal.Words;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.Checkpoint;
import org.cotejo.log.CoseReceipt;
import org.cotejo.log.EntryBundle;
import org.cotejo.log.Fork;
import org.cotejo.log.Merkle;
import org.cotejo.log.NoteVerifier;
import org.cotejo.log.Policy;
import org.cotejo.log.TlogProof;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Checks a file that proves something of a log, without asking anybody.
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Check a proof of a fork or a receipt on this machine alone.",
      "",
      "FILE says itself what it is: a proof of a fork as `cotejo log compare` prints it, a receipt as"
          + " a tlog-proof, or a COSE receipt. Nobody is asked for anything; have the key from"
          + " somebody else than the one who gave you FILE."
    },
    footer = {
      "",
      "Examples:",
      "  cotejo log check fork.proof --key log.vkey",
      "  cotejo log check record.tlog-proof --entry record.statement --key log.vkey",
      "  cotejo log check record.tlog-proof --entry record.statement \\",
      "      --policy witnesses.policy",
      "  cotejo log check receipt.cose --entry record.statement --key log.vkey",
      "",
      "Exit codes: 0 FILE proves what is printed; 1 it does not;",
      "  2 nothing could be checked."
    })
final class CheckCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Parameters(index = "0", paramLabel = "FILE", description = "The proof or receipt.")
  private Path file = Path.of("");

  @Option(
      names = "--key",
      paramLabel = "VKEY",
      description =
          "The log's public key: a file like log.vkey, or its text. Given again for a log whose key"
              + " was replaced; left out if the policy lists the log.")
  private List<String> keys = List.of();

  @Option(
      names = "--entry",
      paramLabel = "FILE",
      description = "What a receipt is for: the statement as it was sent, to the byte.")
  private Optional<Path> entry = Optional.empty();

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description =
          "Demand cosignatures on a tlog-proof: a C2SP tlog-policy with the witnesses you know and"
              + " how many must have cosigned.")
  private Optional<Path> policy = Optional.empty();

  private final Words words = new Words();

  /// What a file is by its first bytes.
  private enum Kind {
    FORK(Fork.FIRST_LINE + "\n"),
    TLOG_PROOF(TlogProof.FIRST_LINE + "\n"),
    COSE_RECEIPT(Character.toString(CoseReceipt.FIRST_BYTE));

    /// A character for each byte.
    private final String start;

    Kind(String start) {
      this.start = start;
    }

    static Optional<Kind> of(byte[] bytes) {
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      return Arrays.stream(values()).filter(kind -> text.startsWith(kind.start)).findFirst();
    }
  }

  @Override
  public Integer call() throws IOException {
    byte[] bytes = InputFile.read(file, Fork.MAX_BYTES);
    Kind kind = Kind.of(bytes).orElseThrow(() -> new IOException(words.say("check.unknown", file)));
    var out = spec.commandLine().getOut();
    try {
      List<String> proved =
          switch (kind) {
            case FORK -> fork(bytes);
            case TLOG_PROOF -> tlogProof(bytes);
            case COSE_RECEIPT -> coseReceipt(bytes);
          };
      proved.forEach(out::println);
      return ExitCode.DONE;
    } catch (MalformedException e) {
      out.println(words.say("check.not", file, String.valueOf(e.getMessage())));
      return ExitCode.DOES_NOT_HOLD;
    } finally {
      out.flush();
    }
  }

  private List<String> fork(byte[] bytes) throws IOException, MalformedException {
    if (entry.isPresent()) {
      throw slip("a proof of a fork needs no --entry");
    }
    refusePolicy("a proof of a fork");
    List<NoteVerifier> logKeys = logKeys();
    String origin = logKeys.getFirst().name();
    Fork fork = Fork.parse(bytes);
    fork.verify(logKeys);
    Checkpoint first = Checkpoint.parse(fork.first().checkpoint().text());
    Checkpoint second = Checkpoint.parse(fork.second().checkpoint().text());
    if (!first.origin().equals(origin)) {
      throw new MalformedException("proof is of another log than " + origin);
    }
    return List.of(
        words.say(
            "check.fork",
            origin,
            words.count(fork.index()),
            words.count(first.size()),
            words.count(second.size())));
  }

  private List<String> tlogProof(byte[] bytes) throws IOException, MalformedException {
    Hash leaf = leaf();
    Optional<Policy> demanded =
        policy.isPresent() ? Optional.of(PolicyFile.read(policy.get())) : Optional.empty();
    boolean isListed = demanded.filter(listing -> !listing.logs().isEmpty()).isPresent();
    List<NoteVerifier> logKeys = keys.isEmpty() && isListed ? List.of() : logKeys();
    TlogProof proof = TlogProof.parse(bytes);
    if (!logKeys.isEmpty()) {
      proof.verify(leaf, logKeys.getFirst().name(), logKeys);
    } else if (demanded.isPresent()) {
      proof.verify(leaf, demanded.get());
    }
    List<String> cosigned = new ArrayList<>();
    if (demanded.isPresent()) {
      cosigned.addAll(cosigned(proof, demanded.get()));
    }
    Checkpoint checkpoint = Checkpoint.parse(proof.checkpoint().text());
    cosigned.addFirst(
        words.say(
            "check.receipt",
            checkpoint.origin(),
            words.count(proof.index()),
            words.count(checkpoint.size())));
    return cosigned;
  }

  private List<String> cosigned(TlogProof proof, Policy demanded) throws MalformedException {
    Policy.Result result = demanded.evaluate(proof.checkpoint());
    if (result.lacking().isPresent()) {
      throw new MalformedException(result.lacking().get());
    }
    var lines = new ArrayList<String>();
    lines.add(
        words.say(
            "witnessed",
            words.count(result.cosigned().size()),
            words.count(demanded.witnesses().size()),
            demanded.quorumName()));
    result.cosigned().forEach(by -> lines.add("  " + by.witness().readableName()));
    return lines;
  }

  private List<String> coseReceipt(byte[] bytes) throws IOException, MalformedException {
    refusePolicy("a COSE receipt");
    Hash leaf = leaf();
    List<NoteVerifier> logKeys = logKeys();
    String origin = logKeys.getFirst().name();
    CoseReceipt receipt = CoseReceipt.parse(bytes);
    Hash root = receipt.verify(leaf, origin, logKeys);
    return List.of(
        words.say("check.cose", origin),
        words.say(
            "check.cose.claims",
            words.count(receipt.claimedIndex()),
            words.count(receipt.claimedSize())),
        "  " + root.base64());
  }

  private List<NoteVerifier> logKeys() throws IOException {
    if (keys.isEmpty()) {
      throw slip("give the log's --key");
    }
    var logKeys = new ArrayList<NoteVerifier>();
    for (String key : keys) {
      logKeys.add(LogKey.read(key));
    }
    if (logKeys.stream().map(NoteVerifier::name).distinct().count() > 1) {
      throw slip("the keys given with --key are of several logs");
    }
    return logKeys;
  }

  private Hash leaf() throws IOException {
    if (entry.isEmpty()) {
      throw slip("a receipt is for a statement: give it with --entry");
    }
    byte[] statement = InputFile.read(entry.get(), EntryBundle.MAX_ENTRY_BYTES);
    if (statement.length > EntryBundle.MAX_ENTRY_BYTES) {
      throw new IOException(
          "%s: is longer than %d bytes, which no entry is"
              .formatted(entry.get(), EntryBundle.MAX_ENTRY_BYTES));
    }
    return Merkle.leaf(statement);
  }

  private void refusePolicy(String what) {
    if (policy.isPresent()) {
      throw slip(what + " is not checked against a --policy");
    }
  }

  private CommandLine.ParameterException slip(String text) {
    return new CommandLine.ParameterException(spec.commandLine(), text);
  }
}
