@NullMarked
package org.cotejo.audit.check;

import org.jspecify.annotations.NullMarked;
