package org.cotejo.log;

import java.io.IOException;
import java.util.List;

/// What a witness answers to a request, one case for each status of C2SP tlog-witness and one for a
/// witness that cannot keep what it saw. Reasons are for people; they hold nothing of the request.
public sealed interface WitnessAnswer {

  /// The HTTP status.
  int status();

  /// The checkpoint is kept, and these are the witness's signatures on it.
  record Cosigned(List<SignedNote.Signature> cosignatures) implements WitnessAnswer {
    public Cosigned {
      cosignatures = List.copyOf(cosignatures);
    }

    @Override
    public int status() {
      return 200;
    }

    /// The lines, each ended by a newline.
    public String lines() {
      StringBuilder lines = new StringBuilder();
      cosignatures.forEach(signature -> lines.append(signature.line()).append('\n'));
      return lines.toString();
    }
  }

  /// Why nothing was cosigned; what the witness knows of the log is what it was.
  sealed interface Refusal extends WitnessAnswer {}

  /// The request is not of the format, or its sizes are in the wrong order.
  record Malformed(String reason) implements Refusal {
    @Override
    public int status() {
      return 400;
    }
  }

  /// No key of the log signed the checkpoint, or a line that claims one does not verify.
  record NotSigned(String reason) implements Refusal {
    @Override
    public int status() {
      return 403;
    }
  }

  /// The witness does not watch a log of this origin.
  record UnknownLog() implements Refusal {
    @Override
    public int status() {
      return 404;
    }
  }

  /// The proof does not start where the witness is.
  ///
  /// @param size entries of the checkpoint cosigned last, 0 if none was
  record OtherSize(long size) implements Refusal {
    /// Content type of an answer whose body is the size and a newline.
    public static final String CONTENT_TYPE = "text/x.tlog.size";

    @Override
    public int status() {
      return 409;
    }
  }

  /// The checkpoint does not extend what was cosigned before: with the log's signature on it, this
  /// may be proof that the log forked.
  ///
  /// @param origin of the log, which the witness watches
  record Inconsistent(String origin, String reason) implements Refusal {
    @Override
    public int status() {
      return 422;
    }
  }

  /// The checkpoint could be cosigned, but not kept: then it is not cosigned.
  ///
  /// @param problem for the witness's operator, not for the log
  record NotKept(IOException problem) implements WitnessAnswer {
    @Override
    public int status() {
      return 500;
    }
  }
}
