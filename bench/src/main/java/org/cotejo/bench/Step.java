package org.cotejo.bench;

import java.util.List;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;

/// What an accepted record costs processor time for, in the order it comes to it.
enum Step {
  KERNEL("network, in the kernel"),
  HTTP("HTTP and event loop"),
  DECODE("decoding and the leaf's hash"),
  SIGNATURE("signature"),
  ORDER("order, admission, journal with fsync"),
  RECEIPT("receipts: paths, checkpoint, text"),
  PUBLICATION("count and publication beside it"),
  OTHER("anything else in Java"),
  MACHINE("collecting garbage, compiling");

  /// A step and the names that classes of it begin with.
  private record Names(Step step, List<String> prefixes) {}

  /// Looked up in this order for each frame, the innermost frame first.
  private static final List<Names> NAMES =
      List.of(
          new Names(KERNEL, List.of("io.netty.channel.epoll.Native", "io.netty.channel.unix.")),
          new Names(
              SIGNATURE,
              List.of(
                  "com.amazon.corretto.",
                  "org.bouncycastle.",
                  "org.cotejo.cose.VerificationKey",
                  "org.cotejo.cose.Ed25519Rules",
                  "org.cotejo.cose.JcaSignatures",
                  "org.cotejo.cose.BouncyCastleSignatures")),
          new Names(
              RECEIPT,
              List.of(
                  "org.cotejo.log.TlogProof",
                  "org.cotejo.log.SignedNote",
                  "org.cotejo.log.NoteSigner",
                  "org.cotejo.log.Checkpoint",
                  "org.cotejo.log.CoseReceipt",
                  "org.cotejo.server.ReceiptForm")),
          new Names(
              DECODE,
              List.of("org.cotejo.cose.", "org.cotejo.model.", "org.cotejo.log.Merkle#leaf")),
          new Names(ORDER, List.of("org.cotejo.log.")),
          new Names(HTTP, List.of("io.netty.", "org.cotejo.server.")));

  private static final String PATH = "org.cotejo.log.MerkleTree#inclusion";

  private final String label;

  Step(String label) {
    this.label = label;
  }

  String label() {
    return label;
  }

  static Step of(RecordedEvent sample) {
    String thread = sample.getThread("eventThread").getJavaName();
    List<RecordedFrame> frames =
        sample.getStackTrace() == null ? List.of() : sample.getStackTrace().getFrames();
    return switch (thread == null ? "" : thread) {
      case "publisher" -> PUBLICATION;
      case "sequencer" -> ofSequencer(frames);
      default -> innermost(frames);
    };
  }

  /// What the sequencer decodes or hashes, it does to put entries in order.
  private static Step ofSequencer(List<RecordedFrame> frames) {
    for (RecordedFrame frame : frames) {
      if (name(frame).startsWith(PATH)) {
        return RECEIPT;
      }
    }
    return switch (innermost(frames)) {
      case RECEIPT, SIGNATURE -> RECEIPT;
      case HTTP, KERNEL -> HTTP;
      case DECODE, ORDER, PUBLICATION, OTHER, MACHINE -> ORDER;
    };
  }

  private static Step innermost(List<RecordedFrame> frames) {
    for (RecordedFrame frame : frames) {
      String name = name(frame);
      for (Names names : NAMES) {
        if (names.prefixes().stream().anyMatch(name::startsWith)) {
          return names.step();
        }
      }
    }
    return OTHER;
  }

  private static String name(RecordedFrame frame) {
    return frame.getMethod().getType().getName() + "#" + frame.getMethod().getName();
  }
}
