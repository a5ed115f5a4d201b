/// A transparency log that knows nothing of elections. Entries become durable and ordered in the
/// [org.cotejo.log.Journal]; the [org.cotejo.log.MerkleTree] over them yields the tiles, the proofs
/// and the root that a [org.cotejo.log.Checkpoint] states and a [org.cotejo.log.SignedNote] signs;
/// a [org.cotejo.log.TlogProof] carries all of that to somebody who trusts none of it. The formats
/// are those of C2SP (tlog-tiles, tlog-checkpoint, signed-note, tlog-cosignature, tlog-policy,
/// tlog-proof), so any existing client reads the log. A [org.cotejo.log.Cosigner] is a witness's
/// key, a [org.cotejo.log.Policy] what a reader demands of witnesses. Only the journal does I/O;
/// everything else is a pure function of its arguments or a data structure in memory. Parsers
/// accept what the format does and nothing else.
@NullMarked
package org.cotejo.log;

import org.jspecify.annotations.NullMarked;
