package dev.lifeboat.agent.cli;

import dev.lifeboat.repository.crypto.EncryptionKey;
import dev.lifeboat.repository.crypto.Identity;
import dev.lifeboat.repository.crypto.Passphrase;
import dev.lifeboat.repository.crypto.PublicIdentity;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.function.Function;

/// Keys in files: never in arguments, where other users of the machine see them.
final class SecretFiles {

    private SecretFiles() {}

    static EncryptionKey key(Path file) {
        return read(file, EncryptionKey::parse);
    }

    static Passphrase passphrase(Path file) {
        return read(file, Passphrase::parse);
    }

    static Identity identity(Path file) {
        return read(file, Identity::parse);
    }

    static PublicIdentity publicIdentity(Path file) {
        return read(file, PublicIdentity::parse);
    }

    /// What a parser says of a wrong file tells its form, never its content.
    private static <T> T read(Path file, Function<String, T> parser) {
        try {
            return parser.apply(Files.readString(file));
        } catch (IOException e) {
            throw FileTrouble.reading(Exit.KEY, file, e);
        } catch (IllegalArgumentException e) {
            throw new CommandFailedException(Exit.KEY, "The file " + file + " is no such key: " + e.getMessage(), e);
        }
    }

    /// A new file that only its owner can read.
    ///
    /// @throws CommandFailedException there is one already: a key that is overwritten is lost
    static void write(Path file, String text) {
        if (Files.exists(file)) {
            throw new CommandFailedException(
                    Exit.REFUSED, "There is a file " + file + " already; a key that is overwritten is lost for ever");
        }
        try (var channel = Files.newByteChannel(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            channel.write(ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw FileTrouble.writing(file, e);
        }
    }
}
