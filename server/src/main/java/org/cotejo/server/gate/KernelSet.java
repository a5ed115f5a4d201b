package org.cotejo.server.gate;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Networks whose connections the kernel drops before they cost the server anything. It only spares
/// work: the server refuses the same networks itself, so whatever gets lost here does no harm.
public interface KernelSet extends AutoCloseable {
  /// No entry lives longer, so that a server that was killed leaves nothing behind for good.
  Duration LONGEST = Duration.ofHours(1);

  /// A network the kernel refuses.
  ///
  /// @param since how long it has been there
  /// @param left until it lapses by itself
  record Member(Network network, Duration since, Duration left) {}

  /// What the kernel itself says.
  ///
  /// @param dropped attempts to connect, since the set was made
  record View(List<Member> members, long dropped) {
    static final View EMPTY = new View(List.of(), 0);

    public View {
      members = List.copyOf(members);
    }
  }

  /// Asks for a network to be refused. Never waits.
  ///
  /// @param time up to [#LONGEST]
  /// @return whether it will be tried; when too many are waiting it is not
  boolean refuse(Network network, Duration time);

  /// Asks for a network to be let through again, whether it was refused or not. Never waits.
  ///
  /// @return whether it will be tried
  boolean lift(Network network);

  /// Reads the kernel's view back; empty if it cannot be read, and then [#problem] says why.
  View view();

  /// Why the kernel does not help at present, if it does not; one line.
  Optional<String> problem();

  /// Leaves nothing in the kernel that is not needed any more.
  @Override
  void close();
}
