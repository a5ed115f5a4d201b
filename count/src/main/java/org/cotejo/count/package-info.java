/// The pure fold from a log prefix to station states, totals, coverage and findings.
@NullMarked
package org.cotejo.count;

import org.jspecify.annotations.NullMarked;
