/// Bags, as we write them and as others may.
@NullMarked
package org.cotejo.audit.evidence.bag;

import org.jspecify.annotations.NullMarked;
