/// Thousands of stations in one process, for rehearsals: what their night is like is a
/// [org.cotejo.station.fleet.NightPlan], a function of a seed; the [org.cotejo.station.fleet.Fleet]
/// plays it, in less time than a night takes, with the outboxes and bundles that stations and
/// couriers have.
@NullMarked
package org.cotejo.station.fleet;

import org.jspecify.annotations.NullMarked;
