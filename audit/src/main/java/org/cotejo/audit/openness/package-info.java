/// How open published results are, ours or anybody's: what a program can see of the nine principles
/// of the Open Election Data Initiative and of what observers ask for, with the place where it saw
/// it. What takes a person to judge is left to one, with the question to ask.
@NullMarked
package org.cotejo.audit.openness;

import org.jspecify.annotations.NullMarked;
