package dev.lifeboat.agent.cli;

import dev.lifeboat.repository.crypto.EncryptionKey;
import dev.lifeboat.repository.crypto.Passphrase;
import dev.lifeboat.repository.crypto.PublicIdentity;
import dev.lifeboat.repository.crypto.Recipient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import picocli.CommandLine.Option;

/// Who can open a repository from now on.
final class RecipientArguments {
    private static final String KEY = "--add-key";
    private static final String PASSPHRASE = "--add-passphrase";
    private static final String IDENTITY = "--add-identity";

    /// What to say where a recipient is needed.
    static final String CHOICE = KEY + ", " + PASSPHRASE + " or " + IDENTITY;

    @Option(names = KEY, paramLabel = "NAME=FILE", description = "A recipient with a key file; may be repeated.")
    private Map<String, Path> keys = new LinkedHashMap<>();

    @Option(
            names = PASSPHRASE,
            paramLabel = "NAME=FILE",
            description = "A recipient with a passphrase, which is in the file; may be repeated.")
    private Map<String, Path> passphrases = new LinkedHashMap<>();

    @Option(
            names = IDENTITY,
            paramLabel = "NAME=FILE",
            description = "An offline recovery recipient, by the public part of its identity; may be repeated.")
    private Map<String, Path> identities = new LinkedHashMap<>();

    List<Recipient> recipients() {
        var all = new ArrayList<Recipient>();
        add(all, keys, (name, file) -> new Recipient.ByKey(name, SecretFiles.read(file, KEY, EncryptionKey::parse)));
        add(
                all,
                passphrases,
                (name, file) ->
                        new Recipient.ByPassphrase(name, SecretFiles.read(file, PASSPHRASE, Passphrase::parse)));
        add(
                all,
                identities,
                (name, file) ->
                        new Recipient.ByIdentity(name, SecretFiles.read(file, IDENTITY, PublicIdentity::parse)));
        return all;
    }

    private static void add(
            List<Recipient> all, Map<String, Path> given, BiFunction<String, Path, Recipient> recipient) {
        given.forEach((name, file) -> {
            try {
                all.add(recipient.apply(name, file));
            } catch (IllegalArgumentException e) {
                throw new CommandFailedException(Exit.USAGE, String.valueOf(e.getMessage()), e);
            }
        });
    }
}
