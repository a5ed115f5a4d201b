package org.cotejo.server;

import java.time.Duration;
import org.cotejo.server.gate.Network;

/// A network whose connections are closed unread at the moment.
///
/// @param failures that led to it; 0 if a server that ran before has refused it
/// @param since how long it has been refused
/// @param left until it is let through again
/// @param isHere whether this server refuses it
/// @param isInKernel whether the kernel does, before this server sees anything
record RefusedNetwork(
    Network network,
    long failures,
    Duration since,
    Duration left,
    boolean isHere,
    boolean isInKernel) {}
