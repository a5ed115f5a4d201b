/// Reads the open data of Bulgaria's Central Election Commission for the vote of 11 July 2021, the
/// source of the example election.
@NullMarked
package org.cotejo.model.bulgaria;

import org.jspecify.annotations.NullMarked;
