/// Files packed so that anybody can check years later that all of them are there and unchanged:
/// bags as RFC 8493 has them, with an RO-Crate description inside. The same files and words give
/// the same bytes.
@NullMarked
package org.cotejo.audit.evidence.bag;

import org.jspecify.annotations.NullMarked;
