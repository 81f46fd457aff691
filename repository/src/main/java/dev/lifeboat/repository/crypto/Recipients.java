package dev.lifeboat.repository.crypto;

import dev.lifeboat.repository.errors.RekeyRefusedException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/// Who can open a repository, and its keyring wrapped for each of them.
public record Recipients(UUID repository, List<WrappedKeyring> all) {

    public Recipients {
        all = List.copyOf(all);
    }

    public static Recipients of(UUID repository, Keyring keyring, List<Recipient> recipients, SecureRandom random) {
        var wrapped = recipients.stream()
                .map(recipient -> WrappedKeyring.wrap(keyring, recipient, repository, random))
                .toList();
        return checked(repository, wrapped);
    }

    /// One that only public keys open could be made by anybody: no writer would trust it.
    private static Recipients checked(UUID repository, List<WrappedKeyring> wrapped) {
        if (wrapped.stream().allMatch(one -> one.type() == WrappedKeyring.Type.X25519)) {
            throw new RekeyRefusedException("at least one recipient has to be a key or a passphrase");
        }
        var names = new HashSet<String>();
        for (var one : wrapped) {
            if (!names.add(one.name())) {
                throw new RekeyRefusedException("there would be two recipients '" + one.name() + "'");
            }
        }
        return new Recipients(repository, wrapped);
    }

    /// Empty when none of them is the owner of the secret.
    public Optional<Keyring> unwrap(UnlockSecret secret) {
        return all.stream()
                .flatMap(one -> one.unwrap(secret, repository).stream())
                .findFirst();
    }

    /// For messages.
    public String names() {
        return all.stream()
                .map(one -> one.name() + " (" + one.type().label() + ")")
                .collect(Collectors.joining(", "));
    }

    /// The outcome of a change.
    public record Changed(Recipients recipients, Keyring keyring) {}

    /// @param opener who is known to be a recipient
    public Changed change(Rekey change, Keyring keyring, UnlockSecret opener, SecureRandom random) {
        for (var name : change.removed()) {
            if (all.stream().noneMatch(one -> one.name().equals(name))) {
                throw new RekeyRefusedException("there is no recipient '" + name + "', only " + names());
            }
        }
        var next = switch (change.dataKey()) {
            case KEEP -> keyring;
            case NEW -> keyring.withNewDataKey(random);
        };
        var wrapped = new ArrayList<WrappedKeyring>();
        for (var one : all) {
            if (stays(one, change)) {
                wrapped.add(
                        switch (change.dataKey()) {
                            case KEEP -> one;
                            case NEW -> WrappedKeyring.wrap(next, again(one, opener), repository, random);
                        });
            }
        }
        change.added().forEach(added -> wrapped.add(WrappedKeyring.wrap(next, added, repository, random)));
        return new Changed(checked(repository, wrapped), next);
    }

    private static boolean stays(WrappedKeyring one, Rekey change) {
        return !change.removed().contains(one.name())
                && change.added().stream().noneMatch(added -> added.name().equals(one.name()));
    }

    private Recipient again(WrappedKeyring one, UnlockSecret opener) {
        var known = one.publicRecipient();
        if (known.isPresent()) {
            return known.get();
        }
        if (one.unwrap(opener, repository).isEmpty()) {
            throw new RekeyRefusedException("a new data key is wrapped for every recipient, and that takes the "
                    + one.type().label() + " of '" + one.name() + "': add it again under its name, or remove it");
        }
        return switch (opener) {
            case EncryptionKey key -> new Recipient.ByKey(one.name(), key);
            case Passphrase passphrase -> new Recipient.ByPassphrase(one.name(), passphrase, one.iterations());
            case Identity identity -> new Recipient.ByIdentity(one.name(), identity.publicPart());
        };
    }
}
