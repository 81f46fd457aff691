package dev.lifeboat.repository.objectstore.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.repository.errors.ObjectStoreException.Retry;
import dev.lifeboat.repository.errors.StoreNotWritableException;
import dev.lifeboat.repository.objectstore.ObjectKey;
import dev.lifeboat.repository.objectstore.ObjectStore;
import dev.lifeboat.repository.objectstore.ObjectStoreContract;
import dev.lifeboat.repository.objectstore.Pace;
import dev.lifeboat.repository.objectstore.Upload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
    public int longListing() {
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
    void anUploadIsWrittenAtItsPaceAndLeavesNoFileHoweverItEnds() throws IOException {
        var slices = new ArrayList<Long>();
        var store = new FileSystemObjectStore(directory, slices::add);
        for (var end : List.of("completed", "given-up")) {
            try (var upload = store.upload(new ObjectKey("exports/" + end), Upload.LEAST_PART_BYTES)) {
                upload.part(0, ByteBuffer.allocate(Upload.LEAST_PART_BYTES));
                assertThat(directory.resolve(".unfinished")).isNotEmptyDirectory();
                assertThat(end.equals("completed") && upload.complete(1)).isEqualTo(end.equals("completed"));
            }
        }

        assertThat(slices).allMatch(slice -> slice <= Pace.SLICE_BYTES);
        assertThat(slices.stream().mapToLong(slice -> slice).sum()).isEqualTo(2L * Upload.LEAST_PART_BYTES);
        assertThat(directory.resolve(".unfinished")).isEmptyDirectory();
        assertThat(store.list("exports/", Optional.empty(), 10)).hasSize(1);
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

    @Test
    void whatMayPassOnANetworkFileSystemIsTriedAgainAndWhatCannotIsNot() {
        assertThat(IoFailure.retry(new FileSystemException("f", null, "Stale file handle")))
                .isEqualTo(Retry.LATER);
        assertThat(IoFailure.retry(new IOException("Input/output error"))).isEqualTo(Retry.LATER);
        assertThat(IoFailure.retry(new IOException("Disk quota exceeded"))).isEqualTo(Retry.WITH_ROOM);
        assertThat(IoFailure.retry(new FileSystemException("f", null, "Read-only file system")))
                .isEqualTo(Retry.NEVER);
        assertThat(IoFailure.retry(new AccessDeniedException("f"))).isEqualTo(Retry.NEVER);
        assertThat(IoFailure.isWithoutLinks(new FileSystemException("f", "g", "Operation not permitted")))
                .isTrue();
    }

    @Test
    void aLinkWhoseAnswerGotLostIsRecognized() throws IOException {
        var file = Files.write(directory.resolve("file"), new byte[1]);
        assertThat(Durable.isLinked(file)).isFalse();

        Files.createLink(directory.resolve("second"), file);

        assertThat(Durable.isLinked(file)).isTrue();
    }
}
