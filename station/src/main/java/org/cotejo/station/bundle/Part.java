package org.cotejo.station.bundle;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.log.Merkle;
import org.cotejo.log.TlogProof;
import org.cotejo.station.delivery.ElectionLog;

/// One file of a bundle. Its name follows from what it is, so a name says nothing that a reader
/// would have to believe, and no name is ever used as a path of a file system.
public sealed interface Part {
  /// The kinds, in the order in which they stand in a bundle.
  enum Kind {
    ELECTION("elections/", Sign1.MAX_BYTES),
    STATEMENT("statements/", Sign1.MAX_BYTES),
    RECEIPT("receipts/", TlogProof.MAX_BYTES);

    private static final Pattern PATH =
        Pattern.compile("(elections/|statements/|receipts/)([0-9a-f]{64})");

    private final String directory;
    private final int maxBytes;

    Kind(String directory, int maxBytes) {
      this.directory = directory;
      this.maxBytes = maxBytes;
    }

    int maxBytes() {
      return maxBytes;
    }

    String path(Hash leaf) {
      return directory + leaf.hex();
    }

    /// The kind of part with this path; empty if no part has it.
    static Optional<Kind> of(String path) {
      Matcher parts = PATH.matcher(path);
      if (!parts.matches()) {
        return Optional.empty();
      }
      return Arrays.stream(values())
          .filter(kind -> kind.directory.equals(parts.group(1)))
          .findFirst();
    }
  }

  /// An election statement: it says whose receipts count for the statements that name it.
  record Election(ElectionLog log) implements Part {
    @Override
    public Kind kind() {
      return Kind.ELECTION;
    }

    @Override
    public Hash leaf() {
      return Merkle.leaf(log.founding());
    }

    @Override
    public byte[] bytes() {
      return log.founding();
    }
  }

  /// A statement, well formed; whether its signature holds is for the log to say.
  record Signed(Sign1 statement) implements Part {
    @Override
    public Kind kind() {
      return Kind.STATEMENT;
    }

    @Override
    public Hash leaf() {
      return Merkle.leaf(statement.bytes());
    }

    @Override
    public byte[] bytes() {
      return statement.bytes().clone();
    }
  }

  /// A receipt of the entry with this leaf hash, which need not be in the bundle.
  record Receipt(Hash leaf, TlogProof proof) implements Part {
    @Override
    public Kind kind() {
      return Kind.RECEIPT;
    }

    @Override
    public byte[] bytes() {
      return proof.bytes();
    }
  }

  Kind kind();

  /// The leaf hash of the statement it is, or is about.
  Hash leaf();

  byte[] bytes();

  /// Its name in a bundle.
  default String path() {
    return kind().path(leaf());
  }

  /// Reads the part that has this name.
  ///
  /// @throws MalformedException if it has another, or is none
  static Part read(String path, byte[] bytes) throws MalformedException {
    Optional<Kind> kind = Kind.of(path);
    if (kind.isEmpty()) {
      throw new MalformedException("no part of a bundle has the name '" + path + "'");
    }
    Part part =
        switch (kind.get()) {
          case ELECTION -> new Election(ElectionLog.read(bytes));
          case STATEMENT -> new Signed(Sign1.decode(bytes));
          case RECEIPT ->
              new Receipt(
                  Hash.parseHex(path.substring(path.indexOf('/') + 1)), TlogProof.parse(bytes));
        };
    if (!part.path().equals(path)) {
      throw new MalformedException("is named for another statement");
    }
    if (!Arrays.equals(part.bytes(), bytes)) {
      throw new MalformedException("has more than its one spelling");
    }
    return part;
  }
}
