@NullMarked
package org.cotejo.audit.source;

import org.jspecify.annotations.NullMarked;
