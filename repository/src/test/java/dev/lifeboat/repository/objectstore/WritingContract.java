package dev.lifeboat.repository.objectstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a put promises: an object is there as a whole, or it is not.
interface WritingContract extends StoreUnderTest {

    @Test
    default void whatWasPutIsRead() {
        var content = StoreUnderTest.random(100_000);

        store().put(KEY, ByteBuffer.wrap(content));

        assertThat(store().get(KEY)).hasValue(content);
        assertThat(store().size(KEY)).hasValue(100_000);
    }

    @Test
    default void putTakesTheContentBetweenPositionAndLimitAndLeavesTheBufferAlone() {
        for (var content : List.of(ByteBuffer.allocate(100), ByteBuffer.allocateDirect(100))) {
            content.put(40, new byte[] {1, 2, 3, 4}).position(40).limit(44);

            store().put(KEY, content.asReadOnlyBuffer());
            store().put(KEY, content);

            assertThat(content.position()).isEqualTo(40);
            assertThat(content.limit()).isEqualTo(44);
            assertThat(store().get(KEY)).hasValue(new byte[] {1, 2, 3, 4});
        }
    }

    @Test
    default void putKeepsNothingOfTheBuffer() {
        var content = new byte[] {1, 2, 3};

        store().put(KEY, ByteBuffer.wrap(content));
        Arrays.fill(content, (byte) 9);

        assertThat(store().get(KEY)).hasValue(new byte[] {1, 2, 3});
    }

    @Test
    default void putReplacesALongerObjectAsAWhole() {
        store().put(KEY, ByteBuffer.wrap(StoreUnderTest.random(1000)));

        store().put(KEY, ByteBuffer.wrap(new byte[] {7}));

        assertThat(store().get(KEY)).hasValue(new byte[] {7});
    }

    @Test
    default void anEmptyObjectIsAnObject() {
        store().put(KEY, ByteBuffer.allocate(0));

        assertThat(store().get(KEY)).hasValue(new byte[0]);
        assertThat(store().size(KEY)).hasValue(0);
        assertThat(store().getSuffix(KEY, 5)).hasValue(new byte[0]);
        assertThat(store().getRange(KEY, 0, ByteBuffer.allocate(5))).hasValue(0);
        assertThat(keys("", Optional.empty(), 10)).containsExactly(KEY.value());
    }

    @Test
    default void aDirectoryOfKeysIsNoObject() {
        store().put(KEY, ByteBuffer.wrap(StoreUnderTest.random(10)));
        var directory = new ObjectKey("packs/0a");

        assertThat(store().size(directory)).isEmpty();
        assertThat(store().get(directory)).isEmpty();
    }

    @Test
    default void aConditionalPutCreatesOnlyWhatIsNotThere() {
        assertThat(store().putIfAbsent(KEY, ByteBuffer.wrap(new byte[] {1}))).isTrue();
        assertThat(store().putIfAbsent(KEY, ByteBuffer.wrap(new byte[] {2}))).isFalse();

        assertThat(store().get(KEY)).hasValue(new byte[] {1});
    }
}
