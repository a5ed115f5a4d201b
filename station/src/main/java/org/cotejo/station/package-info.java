/// What stands between a signed statement and the log: a [org.cotejo.station.StationDirectory] that
/// keeps what was signed until the log has answered for it.
@NullMarked
package org.cotejo.station;

import org.jspecify.annotations.NullMarked;
