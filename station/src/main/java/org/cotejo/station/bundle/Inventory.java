package org.cotejo.station.bundle;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.model.Statement;
import org.cotejo.station.delivery.ElectionLog;

/// What is in a bundle. Signatures of statements are not checked: that takes the election's
/// register, and the log does it.
///
/// @param name SHA-256 of the manifest
/// @param elections whose election statements are in it
/// @param statements by kind, how many
/// @param undecodable statements whose content is not of this version; they are delivered all the
///   same
/// @param without ids of elections, in hex, that statements name and the bundle does not have
/// @param receipts how many
/// @param proven receipts that a log of these elections signed for the entry they are named for
public record Inventory(
    Hash name,
    List<ElectionLog> elections,
    SortedMap<String, Integer> statements,
    int undecodable,
    SortedMap<String, Integer> without,
    int receipts,
    int proven) {

  /// Reads a whole bundle.
  ///
  /// @throws MalformedException if it is none
  public static Inventory of(InputStream in) throws IOException, MalformedException {
    var count = new Count();
    Hash name = BundleReader.read(in, count::add);
    return new Inventory(
        name,
        List.copyOf(count.elections),
        count.statements,
        count.undecodable,
        count.without,
        count.receipts,
        count.proven);
  }

  /// How many statements it has.
  public int size() {
    return statements.values().stream().mapToInt(Integer::intValue).sum();
  }

  /// The log of a statement's election; empty if the bundle does not say.
  Optional<ElectionLog> logOf(Sign1 statement) {
    return elections.stream().filter(log -> log.isIssuerOf(statement)).findFirst();
  }

  private static final class Count {
    final List<ElectionLog> elections = new ArrayList<>();
    final SortedMap<String, Integer> statements = new TreeMap<>();
    final SortedMap<String, Integer> without = new TreeMap<>();
    final Map<Hash, ElectionLog> logs = new HashMap<>();
    int undecodable;
    int receipts;
    int proven;

    void add(Part part) {
      switch (part) {
        case Part.Election(ElectionLog log) -> elections.add(log);
        case Part.Signed(Sign1 statement) -> add(part.leaf(), statement);
        case Part.Receipt receipt -> add(receipt);
      }
    }

    private void add(Hash leaf, Sign1 statement) {
      statements.merge(statement.type(), 1, Integer::sum);
      try {
        Statement.decode(statement);
      } catch (MalformedException e) {
        undecodable++;
      }
      elections.stream()
          .filter(log -> log.isIssuerOf(statement))
          .findFirst()
          .ifPresentOrElse(
              log -> logs.put(leaf, log),
              () -> without.merge(HexFormat.of().formatHex(statement.issuer()), 1, Integer::sum));
    }

    /// A receipt of a statement that is elsewhere is of any of the elections.
    private void add(Part.Receipt receipt) {
      receipts++;
      ElectionLog known = logs.get(receipt.leaf());
      List<ElectionLog> candidates = known == null ? elections : List.of(known);
      if (candidates.stream().anyMatch(log -> isProven(log, receipt))) {
        proven++;
      }
    }

    private static boolean isProven(ElectionLog log, Part.Receipt receipt) {
      try {
        log.verify(receipt.leaf(), receipt.proof());
        return true;
      } catch (MalformedException e) {
        return false;
      }
    }
  }
}
