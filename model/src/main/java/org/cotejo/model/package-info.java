/// The vocabulary of an election: its package, its statements, who may sign what, and the
/// arithmetic rules of a tally record.
@NullMarked
package org.cotejo.model;

import org.jspecify.annotations.NullMarked;
