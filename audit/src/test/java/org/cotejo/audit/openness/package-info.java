/// Tests of what is said of published results.
@NullMarked
package org.cotejo.audit.openness;

import org.jspecify.annotations.NullMarked;
