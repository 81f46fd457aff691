package dev.lifeboat.repository.objectstore.file;

import dev.lifeboat.repository.errors.ObjectStoreException;
import dev.lifeboat.repository.objectstore.ObjectKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/// Fills a small file system and prints what the store made of it: [FullDiskTest] runs it in a mount of its
/// own.
final class FullDisk {

    private FullDisk() {}

    public static void main(String[] arguments) throws IOException {
        var root = Path.of(arguments[0]);
        var store = new FileSystemObjectStore(root);
        try {
            store.put(new ObjectKey("a/large"), ByteBuffer.allocate(1 << 20));
            System.out.println("it fitted");
        } catch (ObjectStoreException e) {
            System.out.println((e.retryable() ? "LATER " : "NEVER ") + e.getMessage());
        }
        store.put(new ObjectKey("a/small"), ByteBuffer.allocate(1000));
        try (var left = Files.list(root.resolve(".unfinished"))) {
            System.out.println("left: " + left.count() + ", small: "
                    + store.size(new ObjectKey("a/small")).orElse(-1));
        }
    }
}
