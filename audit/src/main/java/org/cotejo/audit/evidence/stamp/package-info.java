/// Time-stamps of others: that a file was there at a time is said by an authority of the reader's
/// choice (RFC 3161), which is sent a digest and nothing else.
@NullMarked
package org.cotejo.audit.evidence.stamp;

import org.jspecify.annotations.NullMarked;
