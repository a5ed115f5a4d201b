/// Tests of what stands before HTTP.
@NullMarked
package org.cotejo.server.gate;

import org.jspecify.annotations.NullMarked;
