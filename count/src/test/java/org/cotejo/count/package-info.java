/// Tests of the fold: hand-worked logs of a small election, and random ones against the rules
/// recomputed the slow way.
@NullMarked
package org.cotejo.count;

import org.jspecify.annotations.NullMarked;
