package org.cotejo.publication;

import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// Makes independent things on all cores and hands them over in their order, on the caller's
/// thread: what is published does not depend on who was faster.
final class InOrder {
  /// Held in memory at once; shards of a large election are half a megabyte each.
  private static final int AT_ONCE = 32;

  private InOrder() {}

  /// @param maker on any thread; changes nothing that another item's maker reads
  static <T, R> void forEach(List<T> items, Function<T, R> maker, BiConsumer<T, R> taker) {
    for (int from = 0; from < items.size(); from += AT_ONCE) {
      List<T> some = items.subList(from, Math.min(from + AT_ONCE, items.size()));
      List<R> made = some.parallelStream().map(maker).toList();
      for (int i = 0; i < made.size(); i++) {
        taker.accept(some.get(i), made.get(i));
      }
    }
  }
}
