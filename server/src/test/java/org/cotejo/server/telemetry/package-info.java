@NullMarked
package org.cotejo.server.telemetry;

import org.jspecify.annotations.NullMarked;
