package org.cotejo.server.gate;

import static java.util.stream.Collectors.joining;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.cotejo.cose.MalformedException;

/// What the helper says to `list`: a line `dropped N`, one `NETWORK SINCE LEFT` for each member, in
/// seconds, and `end`. Or one line `failed REASON`.
final class HelperAnswer {
  private static final String DROPPED = "dropped ";
  private static final String FAILED = "failed ";
  private static final String END = "end";

  private HelperAnswer() {}

  static String text(KernelSet.View view) {
    return DROPPED
        + view.dropped()
        + "\n"
        + view.members().stream().map(HelperAnswer::line).collect(joining())
        + END
        + "\n";
  }

  private static String line(KernelSet.Member member) {
    return "%s %d %d\n"
        .formatted(member.network(), member.since().toSeconds(), member.left().toSeconds());
  }

  static String failed(String reason) {
    return FAILED + reason.lines().findFirst().orElse("") + "\n";
  }

  /// @throws IOException if the helper says that it failed, or says anything else
  static KernelSet.View parse(String text) throws IOException {
    List<String> lines = text.lines().toList();
    String first = lines.isEmpty() ? "" : lines.getFirst();
    if (first.startsWith(FAILED)) {
      throw new IOException(first.substring(FAILED.length()));
    }
    if (!first.startsWith(DROPPED) || !lines.getLast().equals(END)) {
      throw new IOException("hung up before it had answered");
    }
    try {
      List<KernelSet.Member> members = new ArrayList<>();
      for (String line : lines.subList(1, lines.size() - 1)) {
        members.add(member(line));
      }
      return new KernelSet.View(members, number(first.substring(DROPPED.length())));
    } catch (MalformedException e) {
      throw new IOException("answered in another language: " + e.getMessage(), e);
    }
  }

  private static KernelSet.Member member(String line) throws MalformedException {
    String[] words = line.split(" ", -1);
    if (words.length != 3) {
      throw new MalformedException("not NETWORK SINCE LEFT");
    }
    return new KernelSet.Member(
        Network.parse(words[0]),
        Duration.ofSeconds(number(words[1])),
        Duration.ofSeconds(number(words[2])));
  }

  private static long number(String text) throws MalformedException {
    if (!text.matches("[0-9]{1,18}")) {
      throw new MalformedException("not a number");
    }
    return Long.parseLong(text);
  }
}
