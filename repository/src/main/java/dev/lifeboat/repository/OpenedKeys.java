package dev.lifeboat.repository;

import dev.lifeboat.repository.RepositoryDescription.Encryption;
import dev.lifeboat.repository.RepositoryDescription.KnownRecipient;
import dev.lifeboat.repository.crypto.KeyedSeals;
import dev.lifeboat.repository.crypto.Keyring;
import dev.lifeboat.repository.crypto.Recipients;
import dev.lifeboat.repository.crypto.Unlock;
import dev.lifeboat.repository.crypto.UnlockSecret;
import dev.lifeboat.repository.errors.RepositoryLockedException;
import dev.lifeboat.repository.errors.RolledBackException;
import dev.lifeboat.repository.manifest.KeysDocument;
import dev.lifeboat.repository.manifest.ReadableDocument;
import java.util.Locale;

/// The keys of a repository, after somebody has opened them.
record OpenedKeys(Recipients recipients, Keyring keyring, KeyedSeals seals, UnlockSecret opener) {

    /// @param store for messages
    static OpenedKeys open(ReadableDocument<KeysDocument> read, Unlock unlock, String store) {
        var secret = unlock.secret().orElseThrow(() -> RepositoryLockedException.keyMissing(store));
        var document = read.document();
        var recipients = new Recipients(
                document.repositoryId(),
                document.recipients().stream()
                        .map(recipient -> recipient.keyring(read.key()))
                        .toList());
        var keyring = recipients
                .unwrap(secret)
                .orElseThrow(() -> RepositoryLockedException.keyRejected(
                        read.key().value(), secret.toString(), recipients.names()));
        var seals = new KeyedSeals(document.repositoryId(), keyring, document.generation());
        read.verified(seals);
        check(unlock, seals, read, store);
        return new OpenedKeys(recipients, keyring, seals, secret);
    }

    private static void check(Unlock unlock, KeyedSeals seals, ReadableDocument<KeysDocument> read, String store) {
        unlock.fingerprint()
                .filter(expected -> !normal(expected).equals(seals.fingerprint()))
                .ifPresent(expected -> {
                    throw RepositoryLockedException.anotherRepository(store, expected, seals.fingerprint());
                });
        if (seals.generation() < unlock.seenGeneration()) {
            throw new RolledBackException(read.key().value(), seals.generation(), unlock.seenGeneration());
        }
    }

    private static String normal(String fingerprint) {
        return fingerprint.strip().toLowerCase(Locale.ROOT);
    }

    Encryption description() {
        return new Encryption(
                seals.fingerprint(),
                seals.generation(),
                seals.newestDataKey(),
                recipients.all().stream()
                        .map(one -> new KnownRecipient(one.name(), one.type().label()))
                        .toList());
    }
}
