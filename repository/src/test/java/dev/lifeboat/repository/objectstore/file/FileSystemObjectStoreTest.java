package dev.lifeboat.repository.objectstore.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.repository.errors.StoreNotWritableException;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.ObjectStore;
import dev.lifeboat.repository.objectstore.ObjectStoreContract;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileSystemObjectStoreTest extends ObjectStoreContract {

    @TempDir
    private Path directory;

    @Override
    protected ObjectStore open() {
        return new FileSystemObjectStore(directory.resolve("new/repository"));
    }

    @Override
    protected int longListing() {
        return 1001;
    }

    @Test
    void nothingUnfinishedStaysBehind() throws IOException {
        var store = new FileSystemObjectStore(directory);

        store.put(new ObjectKey("a/b"), ByteBuffer.allocate(10));
        store.putIfAbsent(new ObjectKey("a/c"), ByteBuffer.allocate(10));
        store.putIfAbsent(new ObjectKey("a/c"), ByteBuffer.allocate(10));

        try (var files = Files.list(directory.resolve(".unfinished"))) {
            assertThat(files).isEmpty();
        }
    }

    @Test
    void whatADeadProcessLeftIsInvisibleAndGoesAwayAfterADay() throws IOException {
        new FileSystemObjectStore(directory);
        var left = Files.write(directory.resolve(".unfinished/left"), new byte[10]);
        var young = Files.write(directory.resolve(".unfinished/young"), new byte[10]);
        Files.setLastModifiedTime(left, FileTime.from(Instant.now().minusSeconds(90_000)));

        var store = new FileSystemObjectStore(directory);

        assertThat(store.list("", Optional.empty(), 10)).isEmpty();
        assertThat(left).doesNotExist();
        assertThat(young).exists();
    }

    @Test
    void foreignFilesAreNoObjects() throws IOException {
        var store = new FileSystemObjectStore(directory);
        Files.createDirectory(directory.resolve("lost+found"));
        Files.write(directory.resolve("some file"), new byte[1]);

        assertThat(store.list("", Optional.empty(), 10)).isEmpty();
    }

    @Test
    void aPathThatCannotBeADirectorySaysSo() throws IOException {
        var file = Files.write(directory.resolve("file"), new byte[1]);

        assertThatThrownBy(() -> new FileSystemObjectStore(file))
                .isInstanceOf(StoreNotWritableException.class)
                .hasMessageContaining(file.toString());
    }
}
