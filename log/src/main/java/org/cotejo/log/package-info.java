/// A transparency log that knows nothing of elections. Entries become durable and ordered in the
/// [org.cotejo.log.Journal]; the [org.cotejo.log.MerkleTree] over them yields the tiles, the proofs
/// and the root that a [org.cotejo.log.Checkpoint] states and a [org.cotejo.log.SignedNote] signs;
/// a [org.cotejo.log.TlogProof] carries all of that to somebody who trusts none of it. The formats
/// are those of C2SP (tlog-tiles, tlog-checkpoint, signed-note, tlog-proof, tlog-witness), so any
/// existing client reads the log. A [org.cotejo.log.Witness] cosigns checkpoints of others, and a
/// [org.cotejo.log.WitnessClient] asks for such cosignatures. Only the journal, the witness and
/// that client do I/O; everything else is a pure function of its arguments or a data structure in
/// memory. Parsers refuse whatever the writers beside them would not have written.
@NullMarked
package org.cotejo.log;

import org.jspecify.annotations.NullMarked;
