package dev.lifeboat.repository.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.repository.errors.ObjectStoreException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class ReadOnlyObjectStoreTest {

    private static final ObjectKey KEY = new ObjectKey("a");

    private final InMemoryObjectStore memory = new InMemoryObjectStore();
    private final ObjectStore store = new ReadOnlyObjectStore(memory);

    @Test
    void nothingThatChangesTheStoreGetsThrough() {
        memory.put(KEY, ByteBuffer.wrap(new byte[] {1}));

        for (ThrowingCallable change : List.<ThrowingCallable>of(
                () -> store.put(KEY, ByteBuffer.allocate(0)),
                () -> store.putIfAbsent(new ObjectKey("b"), ByteBuffer.allocate(0)),
                () -> store.delete(KEY),
                () -> store.deleteAll(List.of(KEY)))) {
            assertThatThrownBy(change)
                    .isInstanceOfSatisfying(
                            ObjectStoreException.class,
                            e -> assertThat(e.retryable()).isFalse())
                    .hasMessageContaining("reading only");
        }
        assertThat(memory.list("", Optional.empty(), 10)).hasSize(1);
    }

    @Test
    void whateverReadsDoes() {
        memory.put(KEY, ByteBuffer.wrap(new byte[] {1, 2, 3}));

        assertThat(store.get(KEY)).hasValue(new byte[] {1, 2, 3});
        assertThat(store.getSuffix(KEY, 1)).hasValue(new byte[] {3});
        assertThat(store.getRange(KEY, 1, ByteBuffer.allocate(1))).hasValue(1);
        assertThat(store.size(KEY)).hasValue(3);
        assertThat(store.listAll("")).hasSize(1);
    }
}
