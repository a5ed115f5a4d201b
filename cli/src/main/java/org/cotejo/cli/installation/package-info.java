/// What was built beside this command and is found by where it is installed.
@NullMarked
package org.cotejo.cli.installation;

import org.jspecify.annotations.NullMarked;
