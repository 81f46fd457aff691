package dev.lifeboat.repository.objectstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What a deletion leaves: nothing, whether something was there or not.
interface DeletingContract extends StoreUnderTest {

    @Test
    default void deletingWhatIsNotThereIsFine() {
        store().delete(KEY);
        store().delete(KEY);

        assertThat(store().size(KEY)).isEmpty();
    }

    @Test
    default void aDeletedKeyCanBeCreatedAgain() {
        store().putIfAbsent(KEY, ByteBuffer.wrap(new byte[] {1}));

        store().delete(KEY);

        assertThat(store().size(KEY)).isEmpty();
        assertThat(store().putIfAbsent(KEY, ByteBuffer.wrap(new byte[] {2}))).isTrue();
    }

    @Test
    default void manyAreDeletedAtOnceThoseThatAreThereAndThoseThatAreNot() {
        var keys = IntStream.range(0, 20)
                .mapToObj(i -> new ObjectKey("many/%02d".formatted(i)))
                .toList();
        keys.stream().skip(5).forEach(key -> store().put(key, ByteBuffer.allocate(1)));
        store().put(KEY, ByteBuffer.allocate(1));

        store().deleteAll(keys);
        store().deleteAll(keys.subList(0, 1));
        store().deleteAll(List.of());

        assertThat(keys("", Optional.empty(), 100)).containsExactly(KEY.value());
    }
}
