package org.cotejo.model;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.cotejo.cose.KeyId;
import org.cotejo.cose.VerificationKey;
import org.jspecify.annotations.Nullable;

/// The keys known at a point of the log, each with its one role, and who may change them: the
/// authority those of stations, an organisation those of its agents.
///
/// One writer. Only [#key] and [#warm] may be called from other threads.
final class Keyring {
  /// How many agents an organisation may ever enrol, those it replaced and revoked included.
  static final int MAX_AGENTS = 65_536;

  private final ElectionPackage election;
  private final Map<KeyId, EnrolledKey> keys = new ConcurrentHashMap<>();
  private final Map<Integer, Integer> agents = new HashMap<>();

  Keyring(ElectionPackage election, AuthorityKeys authority) {
    this.election = election;
    enrolAll(authority.keys(), Role.AUTHORITY);
  }

  Optional<EnrolledKey> key(KeyId id) {
    return Optional.ofNullable(keys.get(id));
  }

  void warm(BooleanSupplier goesOn) {
    Stream<VerificationKey> all =
        Stream.concat(
            keys.values().stream().map(EnrolledKey::key),
            election.devices().stream().map(Device::key));
    all.takeWhile(key -> goesOn.getAsBoolean()).forEach(VerificationKey::warm);
  }

  /// Enters the keys of entry 0 and of the package; the first role of a key id stays.
  void found(ElectionStatement founding) {
    enrolAll(founding.operators(), Role.OPERATOR);
    enrolAll(founding.courts(), Role.COURT);
    for (int i = 0; i < founding.organisations().size(); i++) {
      VerificationKey key = founding.organisations().get(i).key();
      keys.putIfAbsent(key.id(), EnrolledKey.of(key, Role.ORGANISATION, i));
    }
    for (Device device : election.devices()) {
      keys.putIfAbsent(
          device.key().id(),
          new EnrolledKey(device.key(), Role.STATION, device.station(), false, false));
    }
  }

  private void enrolAll(List<VerificationKey> enrolled, Role role) {
    for (VerificationKey key : enrolled) {
      keys.putIfAbsent(key.id(), new EnrolledKey(key, role, -1, false, false));
    }
  }

  Standing judge(EnrolledKey signer, Enrolment enrolment) {
    EnrolledKey known = keys.get(enrolment.about());
    boolean byOrganisation = signer.role() == Role.ORGANISATION;
    Optional<String> problem =
        switch (enrolment.change()) {
          case Enrolment.Add(String station, VerificationKey key) ->
              known != null
                  ? Optional.of("the key is enrolled already")
                  : election.station(station).isEmpty()
                      ? Optional.of("no station '" + station + "' in the package")
                      : Optional.empty();
          case Enrolment.AddAgent(VerificationKey key) ->
              known != null ? Optional.of("the key is enrolled already") : tooMany(signer);
          case Enrolment.ReplaceBy(VerificationKey key) ->
              keys.containsKey(key.id())
                  ? Optional.of("the new key is enrolled already")
                  : byOrganisation
                      ? notItsAgent(signer, known).or(() -> tooMany(signer))
                      : notAStation(known);
          case Enrolment.Revoke() ->
              byOrganisation ? notItsAgent(signer, known) : notAStation(known);
        };
    return problem
        .<Standing>map(Standing.NotPermitted::new)
        .orElseGet(() -> Standing.role(signer, role(enrolment.change(), byOrganisation)));
  }

  private static Role role(Enrolment.Change change, boolean byOrganisation) {
    return switch (change) {
      case Enrolment.Add a -> Role.AUTHORITY;
      case Enrolment.AddAgent a -> Role.ORGANISATION;
      case Enrolment.ReplaceBy r -> byOrganisation ? Role.ORGANISATION : Role.AUTHORITY;
      case Enrolment.Revoke r -> byOrganisation ? Role.ORGANISATION : Role.AUTHORITY;
    };
  }

  private Optional<String> tooMany(EnrolledKey organisation) {
    return agents.getOrDefault(organisation.organisation(), 0) < MAX_AGENTS
        ? Optional.empty()
        : Optional.of("the organisation has enrolled " + MAX_AGENTS + " agents already");
  }

  private static Optional<String> notItsAgent(EnrolledKey organisation, @Nullable EnrolledKey key) {
    return key == null
            || key.role() != Role.AGENT
            || key.organisation() != organisation.organisation()
            || key.revoked()
        ? Optional.of("the key is not one of the organisation's agents")
        : Optional.empty();
  }

  private static Optional<String> notAStation(@Nullable EnrolledKey key) {
    return key == null || key.role() != Role.STATION || key.revoked()
        ? Optional.of("the key is not an enrolled station key")
        : Optional.empty();
  }

  /// Acts on an enrolment that was judged valid.
  ///
  /// @param late whether counting is open or over
  void enrol(EnrolledKey signer, Enrolment enrolment, boolean late) {
    switch (enrolment.change()) {
      case Enrolment.Add(String station, VerificationKey key) ->
          keys.put(
              key.id(),
              new EnrolledKey(
                  key, Role.STATION, election.station(station).orElseThrow(), late, false));
      case Enrolment.AddAgent(VerificationKey key) -> addAgent(key, signer.organisation());
      case Enrolment.ReplaceBy(VerificationKey key) -> {
        EnrolledKey revoked = revoke(enrolment);
        if (revoked.role() == Role.AGENT) {
          addAgent(key, revoked.organisation());
        } else {
          keys.put(key.id(), new EnrolledKey(key, Role.STATION, revoked.station(), late, false));
        }
      }
      case Enrolment.Revoke() -> revoke(enrolment);
    }
  }

  private void addAgent(VerificationKey key, int organisation) {
    keys.put(key.id(), EnrolledKey.of(key, Role.AGENT, organisation));
    agents.merge(organisation, 1, Math::addExact);
  }

  private EnrolledKey revoke(Enrolment enrolment) {
    EnrolledKey revoked = key(enrolment.about()).orElseThrow().withRevoked();
    keys.put(enrolment.about(), revoked);
    return revoked;
  }
}
