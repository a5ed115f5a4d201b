package org.cotejo.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.cotejo.cose.Hash;
import org.cotejo.cose.MalformedException;
import org.cotejo.log.Checkpoint;
import org.cotejo.log.NoteVerifier;
import org.cotejo.log.Policy;
import org.cotejo.log.SignedNote;
import org.cotejo.log.TlogProof;
import org.cotejo.model.ElectionStatement;
import org.cotejo.sheet.ReceiptPdf;
import org.cotejo.sheet.ReceiptSlip;
import org.cotejo.sheet.SheetLanguage;

/// A receipt that leads to a checkpoint of the election's log, and who of the witnesses that the
/// election names cosigned it.
///
/// @param witnesses empty where the election asks none
record WitnessedReceipt(
    Hash leaf,
    TlogProof proof,
    Checkpoint checkpoint,
    ElectionStatement election,
    Optional<Policy.Result> witnesses) {

  /// The keys of the election's log, as entry 0 names them.
  static List<NoteVerifier> logKeys(ElectionStatement election) {
    return election.logKeys().stream().map(key -> NoteVerifier.of(election.origin(), key)).toList();
  }

  /// @throws MalformedException if the log did not sign it, or it is of something else, or a line
  ///   of a witness is invalid
  static WitnessedReceipt of(Hash leaf, TlogProof proof, ElectionStatement election)
      throws MalformedException {
    proof.verify(leaf, election.origin(), logKeys(election));
    Optional<Policy> policy = PolicyFile.bound(election.witnessPolicy());
    return new WitnessedReceipt(
        leaf,
        proof,
        Checkpoint.parse(proof.checkpoint().text()),
        election,
        policy.isEmpty()
            ? Optional.empty()
            : Optional.of(policy.get().evaluate(proof.checkpoint())));
  }

  /// @throws MalformedException if the slip proves nothing of this election's log
  static WitnessedReceipt of(ReceiptSlip slip, ElectionStatement election)
      throws MalformedException {
    SignedNote note = SignedNote.parse(slip.note().getBytes(StandardCharsets.UTF_8));
    return of(slip.leaf(), new TlogProof(slip.index(), slip.path(), note), election);
  }

  /// The slip as a document.
  byte[] pdf(String about, SheetLanguage language) throws IOException, MalformedException {
    var slip =
        new ReceiptSlip(
            leaf,
            proof.index(),
            proof.path(),
            new String(proof.checkpoint().bytes(), StandardCharsets.UTF_8));
    List<String> cosigned =
        witnesses.stream()
            .flatMap(result -> result.cosigned().stream())
            .map(by -> by.witness().readableName())
            .toList();
    return new ReceiptPdf(
            election.mode(),
            election.code(),
            about,
            checkpoint.size(),
            checkpoint.origin(),
            cosigned)
        .of(slip, language);
  }
}
