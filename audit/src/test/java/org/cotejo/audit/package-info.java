/// Tests of what verification adds to the fold. The whole of it is tried from the command line.
@NullMarked
package org.cotejo.audit;

import org.jspecify.annotations.NullMarked;
