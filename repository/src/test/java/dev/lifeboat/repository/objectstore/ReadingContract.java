package dev.lifeboat.repository.objectstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.repository.errors.ObjectStoreException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// What reads answer: of all of an object, of a part, and of what is not there.
interface ReadingContract extends StoreUnderTest {

    @Test
    default void whatIsNotThereIsAnAnswer() {
        assertThat(store().get(KEY)).isEmpty();
        assertThat(store().size(KEY)).isEmpty();
        assertThat(store().getSuffix(KEY, 5)).isEmpty();
        assertThat(store().getRange(KEY, 0, ByteBuffer.allocate(5))).isEmpty();
        assertThat(store().list("", Optional.empty(), 10)).isEmpty();
    }

    @Test
    default void aWholeGetHasALimit() {
        var large = new ObjectKey("large");
        store().put(large, ByteBuffer.allocate(ObjectStore.LARGEST_WHOLE_GET + 1));

        assertThatThrownBy(() -> store().get(large))
                .isInstanceOfSatisfying(
                        ObjectStoreException.class,
                        e -> assertThat(e.retryable()).isFalse())
                .hasMessageContaining("too many");
        assertThat(store().getRange(large, ObjectStore.LARGEST_WHOLE_GET, ByteBuffer.allocate(3)))
                .hasValue(1);
    }

    @Test
    default void rangesAreExact() {
        var content = StoreUnderTest.random(1000);
        store().put(KEY, ByteBuffer.wrap(content));

        for (int[] range :
                new int[][] {{0, 1}, {0, 1000}, {999, 1}, {500, 250}, {900, 200}, {1000, 5}, {5000, 5}, {3, 0}}) {
            var target = ByteBuffer.allocate(range[1] + 10).position(4).limit(4 + range[1]);
            int expected = Math.max(0, Math.min(range[1], 1000 - range[0]));

            assertThat(store().getRange(KEY, range[0], target))
                    .as("%d bytes at %d", range[1], range[0])
                    .isEqualTo(OptionalLong.of(expected));
            assertThat(target.position()).isEqualTo(4 + expected);
            assertThat(Arrays.copyOfRange(target.array(), 4, 4 + expected))
                    .isEqualTo(ByteBuffer.allocate(expected)
                            .put(content, Math.min(1000, range[0]), expected)
                            .array());
        }
    }

    @Test
    default void suffixesAreExact() {
        var content = StoreUnderTest.random(1000);
        store().put(KEY, ByteBuffer.wrap(content));

        assertThat(store().getSuffix(KEY, 1)).hasValue(Arrays.copyOfRange(content, 999, 1000));
        assertThat(store().getSuffix(KEY, 600)).hasValue(Arrays.copyOfRange(content, 400, 1000));
        assertThat(store().getSuffix(KEY, 1000)).hasValue(content);
        assertThat(store().getSuffix(KEY, 5000)).hasValue(content);
    }
}
