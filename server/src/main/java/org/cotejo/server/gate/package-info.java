/// What stands before HTTP: who may connect, with what ticket, how often. Strangers are turned away
/// here with the least work there is; nothing in this package reads a statement.
@org.jspecify.annotations.NullMarked
package org.cotejo.server.gate;
