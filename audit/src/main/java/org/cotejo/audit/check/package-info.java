/// Checks that need no second source: what published figures say against themselves, and how usual
/// they are where that can be reckoned. Pure; what is simulated has a seed.
@NullMarked
package org.cotejo.audit.check;

import org.jspecify.annotations.NullMarked;
