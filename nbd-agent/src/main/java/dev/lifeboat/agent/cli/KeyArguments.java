package dev.lifeboat.agent.cli;

import dev.lifeboat.repository.crypto.EncryptionKey;
import dev.lifeboat.repository.crypto.Identity;
import dev.lifeboat.repository.crypto.Passphrase;
import dev.lifeboat.repository.crypto.Unlock;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/// What unlocks a repository.
final class KeyArguments {
    private static final String KEY_FILE = "--key-file";
    private static final String PASSPHRASE_FILE = "--passphrase-file";
    private static final String IDENTITY_FILE = "--identity-file";

    /// What to say where a key is needed.
    static final String CHOICE = KEY_FILE + ", " + PASSPHRASE_FILE + " or " + IDENTITY_FILE;

    /// One of these.
    static final class Secret {
        @Option(
                names = KEY_FILE,
                paramLabel = "FILE",
                required = true,
                description = "The key: 32 bytes in base64, as 'lifeboat repository new-key' makes them.")
        private @Nullable Path keyFile;

        @Option(names = PASSPHRASE_FILE, paramLabel = "FILE", required = true, description = "The passphrase, as text.")
        private @Nullable Path passphraseFile;

        @Option(
                names = IDENTITY_FILE,
                paramLabel = "FILE",
                required = true,
                description = "The private part of an offline recovery identity.")
        private @Nullable Path identityFile;

        @Option(
                names = "--unencrypted",
                required = true,
                description = "The repository is not encrypted: said by name, never guessed.")
        private boolean unencrypted;
    }

    @ArgGroup(multiplicity = "0..1", heading = "What unlocks the repository, one of:%n")
    private @Nullable Secret secret;

    @Option(
            names = "--fingerprint",
            paramLabel = "TEXT",
            description =
                    "The repository's fingerprint, as 'create' and 'info' show it: refuses another one in its place."
                            + " With --identity-file it also permits to write.")
    private @Nullable String fingerprint;

    Unlock unlock() {
        var unlock = secret();
        return fingerprint == null ? unlock : unlock.expecting(fingerprint);
    }

    private Unlock secret() {
        var given = secret;
        if (given == null) {
            throw missing();
        }
        if (given.keyFile != null) {
            return Unlock.by(SecretFiles.read(given.keyFile, KEY_FILE, EncryptionKey::parse));
        }
        if (given.passphraseFile != null) {
            return Unlock.by(SecretFiles.read(given.passphraseFile, PASSPHRASE_FILE, Passphrase::parse));
        }
        if (given.identityFile != null) {
            return Unlock.by(SecretFiles.read(given.identityFile, IDENTITY_FILE, Identity::parse));
        }
        if (given.unencrypted) {
            return Unlock.none();
        }
        throw missing();
    }

    private static CommandFailedException missing() {
        return new CommandFailedException(
                Exit.KEY,
                "No key is given: say " + CHOICE + "; or, for a repository that is not encrypted, --unencrypted");
    }
}
