/// A transparency log: Merkle tree, tiles, signed checkpoints, proofs, and at its edge the journal
/// and the sequencer. Knows nothing of elections.
@NullMarked
package org.cotejo.log;

import org.jspecify.annotations.NullMarked;
