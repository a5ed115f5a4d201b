package org.cotejo.audit.docket;

import org.cotejo.cose.Hash;

/// A sealed text that a statement has the digest of. The log never has the text itself.
///
/// @param digest of its [org.cotejo.model.SealedText]
/// @param isWithdrawn whether a ruling says that nobody is to show it any more
public record DocketText(Filing filing, Hash digest, boolean isWithdrawn) {}
