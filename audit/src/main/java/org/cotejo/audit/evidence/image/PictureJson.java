package org.cotejo.audit.evidence.image;

import java.util.SortedMap;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Pictures as one line of JSON; see "Pictures" in `docs/formats.md`.
public final class PictureJson {
  private static final JsonMapper JSON = new JsonMapper();

  private PictureJson() {}

  /// @param notes what is always said with it, by language
  public static String text(PictureSet set, SortedMap<String, String> notes) {
    ObjectNode root = JSON.createObjectNode();
    root.put("format", "cotejo-pictures/1");
    ObjectNode said = root.putObject("note");
    notes.forEach(said::put);
    ArrayNode pictures = root.putArray("pictures");
    for (Picture picture : set.pictures()) {
      picture(pictures.addObject(), picture);
    }
    ArrayNode groups = root.putArray("groups");
    for (PictureSet.Group group : set.groups()) {
      ObjectNode object = groups.addObject().put("likeness", group.likeness().label());
      ArrayNode members = object.putArray("files");
      group.members().forEach(member -> members.add(set.pictures().get(member).file()));
    }
    return JSON.writeValueAsString(root) + "\n";
  }

  private static void picture(ObjectNode object, Picture picture) {
    object.put("file", picture.file());
    object.put("bytes", picture.bytes());
    object.put("sha256", picture.sha256().hex());
    picture
        .shown()
        .ifPresent(shown ->
            object
                .put("width", shown.width())
                .put("height", shown.height())
                .put("pixels", shown.pixels().hex())
                .put("perceptual", shown.perceptualHex())
                .put("form", shown.isOnForm()));
    picture
        .blocks()
        .ifPresent(blocks -> {
          ObjectNode metadata = object.putObject("metadata");
          for (MetadataBlock block : MetadataBlock.values()) {
            metadata.put(block.label(), blocks.contains(block) ? "present" : "absent");
          }
        });
    if (!picture.problem().isEmpty()) {
      object.put("problem", picture.problem());
    }
  }
}
