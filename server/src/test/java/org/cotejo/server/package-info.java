/// Tests of the server and of the directory it works on.
@NullMarked
package org.cotejo.server;

import org.jspecify.annotations.NullMarked;
