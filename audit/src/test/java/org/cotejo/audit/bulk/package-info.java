/// Tests of bulk data.
@NullMarked
package org.cotejo.audit.bulk;

import org.jspecify.annotations.NullMarked;
