/// Tests of what a connection has to pass before a byte of HTTP is read.
@NullMarked
package org.cotejo.server.gate;

import org.jspecify.annotations.NullMarked;
