/// The queue of a station: a directory that outlives power cuts
/// ([org.cotejo.station.outbox.Outbox]) and the rules by which it is emptied over several ways at
/// once ([org.cotejo.station.outbox.Dispatch]), which know no clock, thread or socket. Only
/// [org.cotejo.station.outbox.Sending] has those.
@NullMarked
package org.cotejo.station.outbox;

import org.jspecify.annotations.NullMarked;
