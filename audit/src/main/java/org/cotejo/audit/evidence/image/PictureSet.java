package org.cotejo.audit.evidence.image;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/// Pictures, and which of them belong together.
///
/// @param groups of two or more, the first by their first picture
public record PictureSet(List<Picture> pictures, List<Group> groups) {
  public PictureSet {
    pictures = List.copyOf(pictures);
    groups = List.copyOf(groups);
  }

  /// Two pictures by their places in the list.
  record Pair(int first, int second) {}

  /// What pictures of a group have in common.
  public enum Likeness {
    /// The bytes.
    SAME_FILE,
    /// The pixels, to the bit.
    SAME_PIXELS,
    /// Nearly what they show; a chain of pairs, so that the ends may differ more.
    NEAR;

    /// The stable word for it.
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /// @param members places in the list of pictures, ascending
  public record Group(Likeness likeness, List<Integer> members) {
    public Group {
      members = List.copyOf(members);
    }
  }

  static PictureSet of(List<Picture> pictures, List<Pair> near) {
    var groups = new ArrayList<Group>();
    groups.addAll(equal(pictures, Likeness.SAME_FILE, picture -> Optional.of(picture.sha256())));
    groups.addAll(
        equal(
            pictures, Likeness.SAME_PIXELS, picture -> picture.shown().map(Picture.Shown::pixels)));
    groups.addAll(chained(pictures.size(), near));
    return new PictureSet(pictures, groups);
  }

  private static List<Group> equal(
      List<Picture> pictures, Likeness likeness, Function<Picture, Optional<?>> key) {
    Map<Object, List<Integer>> byKey = new LinkedHashMap<>();
    for (int i = 0; i < pictures.size(); i++) {
      int place = i;
      key.apply(pictures.get(i))
          .ifPresent(value -> byKey.computeIfAbsent(value, none -> new ArrayList<>()).add(place));
    }
    return byKey.values().stream()
        .filter(members -> members.size() > 1)
        .map(members -> new Group(likeness, members))
        .toList();
  }

  private static List<Group> chained(int count, List<Pair> pairs) {
    var leader = new int[count];
    for (int i = 0; i < count; i++) {
      leader[i] = i;
    }
    for (Pair pair : pairs) {
      int one = leader(leader, pair.first());
      int other = leader(leader, pair.second());
      leader[Math.max(one, other)] = Math.min(one, other);
    }
    Map<Integer, List<Integer>> groups = new LinkedHashMap<>();
    for (int i = 0; i < count; i++) {
      groups.computeIfAbsent(leader(leader, i), none -> new ArrayList<>()).add(i);
    }
    return groups.values().stream()
        .filter(members -> members.size() > 1)
        .map(members -> new Group(Likeness.NEAR, members))
        .toList();
  }

  private static int leader(int[] leader, int of) {
    int at = of;
    while (leader[at] != at) {
      leader[at] = leader[leader[at]];
      at = leader[at];
    }
    return at;
  }
}
