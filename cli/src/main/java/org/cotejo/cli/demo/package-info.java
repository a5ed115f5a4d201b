/// A whole election night on one machine: the example election's stations sign what they reported
/// and send it over real HTTP to a real server, in the order and at the pace of a night.
@NullMarked
package org.cotejo.cli.demo;

import org.jspecify.annotations.NullMarked;
