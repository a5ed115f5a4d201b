/// The `cotejo` command: options, words and exit codes. What it does is done by the modules below.
@NullMarked
package org.cotejo.cli;

import org.jspecify.annotations.NullMarked;
