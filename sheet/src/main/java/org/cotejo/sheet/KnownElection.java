package org.cotejo.sheet;

import java.util.Arrays;
import java.util.Optional;
import org.cotejo.cose.MalformedException;
import org.cotejo.cose.Sign1;
import org.cotejo.cose.VerificationKey;
import org.cotejo.model.AuthorityKeys;
import org.cotejo.model.Device;
import org.cotejo.model.ElectionId;
import org.cotejo.model.ElectionPackage;
import org.cotejo.model.ElectionStatement;
import org.cotejo.model.PackageFit;
import org.cotejo.model.PollingStation;
import org.cotejo.model.Statement;

/// What a reader of sheets knows of the election: its package, and its id if the election statement
/// is at hand. Without a log nobody knows which keys were revoked or added later; the fold decides
/// that, not a sheet.
public final class KnownElection {
  private final ElectionPackage election;
  private final Optional<ElectionId> id;

  private KnownElection(ElectionPackage election, Optional<ElectionId> id) {
    this.election = election;
    this.id = id;
  }

  /// Known by its package alone.
  public static KnownElection of(ElectionPackage election) {
    return new KnownElection(election, Optional.empty());
  }

  /// Known by its package and the statement of the authority that binds it.
  ///
  /// @param statement entry 0
  /// @throws MalformedException if the authority did not sign it, or it binds another package
  public static KnownElection of(
      ElectionPackage election, byte[] statement, AuthorityKeys authority)
      throws MalformedException {
    Sign1 envelope = Sign1.decode(statement);
    if (!(Statement.decode(envelope) instanceof ElectionStatement founding)) {
      throw new MalformedException("the statement is of type %s".formatted(envelope.type()));
    }
    if (authority.keys().stream().noneMatch(envelope::isSignedBy)) {
      throw new MalformedException("the authority did not sign the election statement");
    }
    Optional<String> difference = PackageFit.difference(election, founding);
    if (difference.isPresent()) {
      throw new MalformedException(difference.get());
    }
    return new KnownElection(election, Optional.of(ElectionId.of(statement)));
  }

  public ElectionPackage election() {
    return election;
  }

  /// What is known of the signature of a record that fits the package.
  public Signature judge(TallySheet sheet) {
    Sign1 statement = sheet.statement();
    if (id.isPresent() && !Arrays.equals(id.get().bytes(), statement.issuer())) {
      return new Signature.DoesNotVerify("it was issued for another election");
    }
    Optional<Device> device =
        election.devices().stream()
            .filter(each -> each.key().id().equals(statement.keyId()))
            .findFirst();
    if (device.isEmpty()) {
      return new Signature.KeyNotAvailable(
          "the package has no key " + statement.keyId() + "; it may have been enrolled later");
    }
    VerificationKey key = device.get().key();
    PollingStation station = election.stations().get(device.get().station());
    if (!statement.isSignedBy(key)) {
      return new Signature.DoesNotVerify("it is not a signature by key " + key.id());
    }
    return station.equals(sheet.station())
        ? new Signature.Verified(key, id.isPresent())
        : new Signature.DoesNotVerify("the key is that of station " + station.code());
  }
}
