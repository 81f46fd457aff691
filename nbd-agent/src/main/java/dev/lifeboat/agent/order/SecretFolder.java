package dev.lifeboat.agent.order;

import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.failure.OrderFailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// A mounted Secret: one file per entry. Values are trimmed, since editors and `echo` leave a line end behind.
record SecretFolder(Path folder, FailureReason whenMissing) {
    String read(String name) {
        return find(name)
                .orElseThrow(() -> new OrderFailedException(
                        whenMissing,
                        "The credentials in " + folder + " have no entry '" + name + "'. Add it to the Secret"));
    }

    Optional<String> find(String name) {
        try {
            return Optional.of(Files.readString(folder.resolve(name)).strip());
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new OrderFailedException(whenMissing, "Cannot read " + folder.resolve(name) + ": " + e, e);
        }
    }
}
