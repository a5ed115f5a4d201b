/// Writes the bulk data of a publication from its files: everything that needs a disk or a heavy
/// library, so that neither the publisher nor the server has to.
@NullMarked
package org.cotejo.audit.bulk;

import org.jspecify.annotations.NullMarked;
