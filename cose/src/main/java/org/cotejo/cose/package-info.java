/// Everything the other modules trust about bytes. A statement is a [Sign1]: a signed message whose
/// bytes are printed, sent, logged and hashed exactly as the signer made them, so this package
/// accepts one encoding of each meaning and refuses every other, in one sentence. [CborReader] and
/// [CborWriter] hold that line for all formats; [VerificationKey] and [SigningKey] hold it for
/// signatures, with rules of their own in front of whichever library computes, so that no two
/// verifiers can honestly disagree. Nothing here knows what an election is, beyond the name of the
/// one statement that comes before all others; nothing uses a clock, a file or a random source,
/// except the generator that is handed in to make a key.
@NullMarked
package org.cotejo.cose;

import org.jspecify.annotations.NullMarked;
