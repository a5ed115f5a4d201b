/// A docket taken out of the log, so that it can be filed with a court and checked there:
/// statements as the log has them, with receipts, and the exhibits that are public.
@NullMarked
package org.cotejo.audit.evidence;

import org.jspecify.annotations.NullMarked;
