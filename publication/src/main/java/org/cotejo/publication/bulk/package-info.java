/// Bulk data: what the newest bulletin says, as files for programs that are not ours. Each is a
/// function of the package and the totals; counts only.
@NullMarked
package org.cotejo.publication.bulk;

import org.jspecify.annotations.NullMarked;
