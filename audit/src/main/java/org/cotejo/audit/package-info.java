/// Verification of a publication from its files alone, given nothing but the authority's keys.
@NullMarked
package org.cotejo.audit;

import org.jspecify.annotations.NullMarked;
