/// A transparency log that knows nothing of elections. Entries become durable and ordered in the
/// [org.cotejo.log.Journal]; the [org.cotejo.log.MerkleTree] over them yields the tiles, the proofs
/// and the root that a [org.cotejo.log.Checkpoint] states and a [org.cotejo.log.SignedNote] signs;
/// a [org.cotejo.log.TlogProof] carries all of that to somebody who trusts none of it, and a
/// [org.cotejo.log.CoseReceipt] most of it on paper. The formats are those of C2SP (tlog-tiles,
/// tlog-checkpoint, signed-note, tlog-cosignature, tlog-policy, tlog-proof, tlog-witness), so any
/// existing client reads the log. A [org.cotejo.log.LogDirectory] is the log as it is published. A
/// [org.cotejo.log.Witness] cosigns checkpoints of others with its [org.cotejo.log.Cosigner], a
/// [org.cotejo.log.WitnessClient] asks for such cosignatures, and a [org.cotejo.log.Policy] is what
/// a reader demands of witnesses.
///
/// Only [org.cotejo.log.Storage], the witness and that client do I/O; everything else is a pure
/// function of its arguments or a data structure in memory. Parsers accept what the format does and
/// nothing else.
///
/// A log in a directory, one entry, and its receipt:
///
/// ```java
/// var signer = new NoteSigner("log.example/1", SigningKey.fromSeed(Algorithm.ED25519, seed));
/// var tree = new MerkleTree();
/// try (Journal journal = Journal.open(directory.resolve("journal"))) {
///   journal.replay((index, entry) -> tree.append(entry));
///   var published = new LogDirectory(new DiskStorage(directory.resolve("public")));
///   published.refuseToFork(tree, List.of(signer.verifier()));
///   try (var log = new Sequencer<String, String>(
///       journal, tree, signer, (index, entry, about) -> Optional.empty(), this::halt)) {
///     log.start();
///     byte[] entry = "hello".getBytes(StandardCharsets.UTF_8);
///     log.submit(entry, Merkle.leaf(entry), "", answer -> {
///       if (answer instanceof Answer.Accepted<String> accepted) {
///         System.out.print(accepted.receipt().text());
///       }
///     });
///   }
/// }
/// // Elsewhere, with the log's key and the entry alone:
/// TlogProof.parse(receipt).verify(Merkle.leaf(entry), "log.example/1", List.of(logKey));
/// ```
@NullMarked
package org.cotejo.log;

import org.jspecify.annotations.NullMarked;
