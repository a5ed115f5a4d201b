package org.cotejo.server.gate;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.cotejo.cose.MalformedException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/// Reads what `nft -j list` prints (libnftables-json(5)).
final class NftListing {
  private static final ObjectMapper JSON = new ObjectMapper();

  private NftListing() {}

  /// Members and dropped packets of our table.
  static KernelSet.View view(String json) throws IOException {
    List<KernelSet.Member> members = new ArrayList<>();
    long dropped = 0;
    for (JsonNode object : objects(json)) {
      for (JsonNode element : object.path("set").path("elem")) {
        members.add(member(element.path("elem")));
      }
      for (JsonNode part : object.path("rule").path("expr")) {
        dropped += part.path("counter").path("packets").asLong(0);
      }
    }
    return new KernelSet.View(members, dropped);
  }

  private static KernelSet.Member member(JsonNode element) throws IOException {
    String address = element.path("val").asString("");
    String length = address.indexOf(':') < 0 ? "/24" : "/56";
    long left = element.path("expires").asLong(0);
    long time = element.path("timeout").asLong(0);
    try {
      return new KernelSet.Member(
          Network.parse(address + length),
          Duration.ofSeconds(Math.max(0, time - left)),
          Duration.ofSeconds(left));
    } catch (MalformedException e) {
      throw new IOException("nft lists what was not put there: " + element, e);
    }
  }

  /// Names of all tables of the family inet.
  static List<String> tables(String json) throws IOException {
    List<String> names = new ArrayList<>();
    for (JsonNode object : objects(json)) {
      JsonNode table = object.path("table");
      if (table.path("family").asString("").equals("inet")) {
        names.add(table.path("name").asString(""));
      }
    }
    return names;
  }

  private static JsonNode objects(String json) throws IOException {
    try {
      return JSON.readTree(json).path("nftables");
    } catch (JacksonException e) {
      throw new IOException("nft did not print JSON", e);
    }
  }
}
