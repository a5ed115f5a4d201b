@NullMarked
package org.cotejo.audit.reconcile;

import org.jspecify.annotations.NullMarked;
