package dev.lifeboat.agent.cli;

import dev.lifeboat.repository.crypto.Unlock;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/// What unlocks a repository.
final class KeyArguments {

    /// One of these.
    static final class Secret {
        @Option(
                names = "--key-file",
                paramLabel = "FILE",
                required = true,
                description = "The key: 32 bytes in base64, as 'lifeboat repository new-key' makes them.")
        private @Nullable Path keyFile;

        @Option(
                names = "--passphrase-file",
                paramLabel = "FILE",
                required = true,
                description = "The passphrase, as text.")
        private @Nullable Path passphraseFile;

        @Option(
                names = "--identity-file",
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
            return Unlock.by(SecretFiles.key(given.keyFile));
        }
        if (given.passphraseFile != null) {
            return Unlock.by(SecretFiles.passphrase(given.passphraseFile));
        }
        if (given.identityFile != null) {
            return Unlock.by(SecretFiles.identity(given.identityFile));
        }
        if (given.unencrypted) {
            return Unlock.none();
        }
        throw missing();
    }

    private static CommandFailedException missing() {
        return new CommandFailedException(
                Exit.KEY,
                "No key is given: --key-file, --passphrase-file or --identity-file; or, for a repository that is"
                        + " not encrypted, --unencrypted");
    }
}
