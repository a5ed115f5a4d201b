/// Tests of what is said of published results.
@NullMarked
package org.cotejo.audit.offer;

import org.jspecify.annotations.NullMarked;
