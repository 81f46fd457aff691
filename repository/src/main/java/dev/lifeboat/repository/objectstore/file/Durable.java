package dev.lifeboat.repository.objectstore.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// Directories that survive a crash of the machine.
final class Durable {

    private Durable() {}

    /// A name is on disk once its directory is.
    static void force(Path directory) throws IOException {
        try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /// Whether the file has a second name, where the file system counts them.
    static boolean isLinked(Path file) throws IOException {
        return Files.getFileStore(file).supportsFileAttributeView("unix")
                && (int) Files.getAttribute(file, "unix:nlink") > 1;
    }

    /// @param path of directories below the root, with slashes; may be empty
    static Path createDirectories(Path root, String path) throws IOException {
        var directory = root.resolve(path);
        if (Files.isDirectory(directory)) {
            return directory;
        }
        var parent = root;
        for (var name : Path.of(path)) {
            createDirectory(parent, parent.resolve(name));
            parent = parent.resolve(name);
        }
        return directory;
    }

    private static void createDirectory(Path parent, Path directory) throws IOException {
        try {
            Files.createDirectory(directory);
            force(parent);
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
    }
}
