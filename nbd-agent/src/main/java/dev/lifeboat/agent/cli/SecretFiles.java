package dev.lifeboat.agent.cli;

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

    /// What a parser says of a wrong file tells its form, never its content.
    ///
    /// @param option which names the file
    static <T> T read(Path file, String option, Function<String, T> parser) {
        try {
            return parser.apply(Files.readString(file));
        } catch (IOException e) {
            throw FileTrouble.reading(Exit.KEY, file, option, e);
        } catch (IllegalArgumentException e) {
            throw new CommandFailedException(
                    Exit.KEY, "The file " + file + " is nothing for " + option + ": " + e.getMessage(), e);
        }
    }

    /// A new file that only its owner can read.
    ///
    /// @throws CommandFailedException there is one already: a key that is overwritten is lost
    static void write(Path file, String text) {
        refuseIfThere(file);
        try (var channel = Files.newByteChannel(
                file,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            channel.write(ByteBuffer.wrap((text + "\n").getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw FileTrouble.writing(file, e);
        }
    }

    static void refuseIfThere(Path file) {
        if (Files.exists(file)) {
            throw new CommandFailedException(
                    Exit.REFUSED,
                    "There is a file " + file + " already; a key that is overwritten is lost for ever, so choose"
                            + " another name");
        }
    }
}
