/// Unwanted load: connections from many networks at full speed, in a process of its own. It knows
/// nothing of statements or tickets; what it sends is prepared by those who start it.
@NullMarked
package org.cotejo.bench.flood;

import org.jspecify.annotations.NullMarked;
