package dev.lifeboat.agent.order;

import dev.lifeboat.agent.api.Encryption;
import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.failure.OrderFailedException;
import dev.lifeboat.repository.RepositoryOptions;
import dev.lifeboat.repository.crypto.EncryptionKey;
import dev.lifeboat.repository.crypto.PublicIdentity;
import dev.lifeboat.repository.crypto.Recipient;
import dev.lifeboat.repository.crypto.Unlock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Opens repositories with the mounted key, or without one where the order says so.
public final class KeyDoor implements Doors.Keys {
    /// Who holds the Secret, as the repository names its recipients.
    private static final String OPERATOR = "operator";

    private final Optional<Path> folder;

    /// @param folder with the file `key`
    public KeyDoor(Optional<Path> folder) {
        this.folder = folder;
    }

    @Override
    public Unlock unlock(Encryption encryption) {
        return switch (encryption) {
            case Encryption.Disabled _ -> Unlock.none();
            case Encryption.Required required -> {
                var unlock = Unlock.by(key());
                yield required.lastSeen()
                        .map(seen -> unlock.expecting(seen.fingerprint()).seen(seen.generation()))
                        .orElse(unlock);
            }
        };
    }

    @Override
    public RepositoryOptions options(Encryption encryption) {
        return switch (encryption) {
            case Encryption.Disabled _ -> RepositoryOptions.unencrypted();
            case Encryption.Required required -> RepositoryOptions.unencrypted().withRecipients(recipients(required));
        };
    }

    private List<Recipient> recipients(Encryption.Required required) {
        var recipients = new ArrayList<Recipient>();
        recipients.add(new Recipient.ByKey(OPERATOR, key()));
        for (var text : required.recoveryIdentities()) {
            recipients.add(new Recipient.ByIdentity("recovery-" + recipients.size(), identity(text)));
        }
        return recipients;
    }

    private EncryptionKey key() {
        var secret = new SecretFolder(
                folder.orElseThrow(() -> new OrderFailedException(
                        FailureReason.InvalidOrder, "The repository is encrypted, but --repository-key is not given")),
                FailureReason.RepositoryKeyRejected);
        try {
            return EncryptionKey.parse(secret.read("key"));
        } catch (IllegalArgumentException e) {
            throw new OrderFailedException(
                    FailureReason.RepositoryKeyRejected,
                    "The entry 'key' of the repository's Secret is no key: " + e.getMessage()
                            + ". Make one with: openssl rand -base64 32",
                    e);
        }
    }

    private static PublicIdentity identity(String text) {
        try {
            return PublicIdentity.parse(text);
        } catch (IllegalArgumentException e) {
            throw new OrderFailedException(
                    FailureReason.RepositoryKeyRejected, "spec.encryption.recoveryIdentities: " + e.getMessage(), e);
        }
    }
}
