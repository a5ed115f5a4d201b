/// Load programs and measurements, each printing its ratio to a peer or a limit.
@NullMarked
package org.cotejo.bench;

import org.jspecify.annotations.NullMarked;
