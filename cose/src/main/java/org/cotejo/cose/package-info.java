/// Deterministic CBOR, COSE_Sign1 messages and the keys that sign them: the bytes every other
/// module trusts.
@NullMarked
package org.cotejo.cose;

import org.jspecify.annotations.NullMarked;
