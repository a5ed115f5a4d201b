/// What a courier carries: any number of statements and receipts in one file that any zip program
/// opens, with one spelling for one content ([org.cotejo.station.bundle.BundleWriter],
/// [org.cotejo.station.bundle.BundleReader]), and its delivery by whoever has a network.
@NullMarked
package org.cotejo.station.bundle;

import org.jspecify.annotations.NullMarked;
