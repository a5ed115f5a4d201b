/// Handing one statement to an intake: a [org.cotejo.station.delivery.Line] to an
/// [org.cotejo.station.delivery.Endpoint], and the [org.cotejo.station.delivery.Answer], in which a
/// receipt is one that the log of the election has signed. Nothing here keeps anything.
@NullMarked
package org.cotejo.station.delivery;

import org.jspecify.annotations.NullMarked;
