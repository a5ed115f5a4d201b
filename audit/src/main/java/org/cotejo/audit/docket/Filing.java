package org.cotejo.audit.docket;

import org.cotejo.cose.Hash;
import org.cotejo.cose.Sign1;
import org.cotejo.model.Statement;

/// An entry of the log that the docket is made of: a claim, a challenge, evidence, a ruling, a
/// corrigendum, or an incident with a text.
///
/// @param entry its index
/// @param leaf its leaf hash, by which other statements name it
/// @param signer code of the organisation that signed it, by itself or by an agent; `court`,
///   `authority` or `operator` for these
/// @param isEffective false if it is in the log and means nothing: a claim before counting opened
public record Filing(
    long entry,
    Hash leaf,
    Sign1 envelope,
    Statement statement,
    String signer,
    Arrival arrival,
    boolean isEffective) {}
