package dev.lifeboat.repository.objectstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What becomes of objects that come in parts, completed or not.
interface UploadContract extends StoreUnderTest {

    int PART = Upload.LEAST_PART_BYTES;

    @Test
    default void anUploadIsAnObjectOnceItIsCompleteAndNothingBefore() {
        var content = StoreUnderTest.random(2 * PART + 100);
        try (var upload = store().upload(KEY, PART)) {
            sendAll(upload, content);

            assertThat(store().size(KEY)).isEmpty();
            assertThat(store().get(KEY)).isEmpty();
            assertThat(keys("", Optional.empty(), 10)).isEmpty();
            assertThat(upload.complete(3)).isTrue();
        }

        assertThat(store().size(KEY)).hasValue(content.length);
        assertThat(store().get(KEY)).hasValue(content);
        assertThat(keys("", Optional.empty(), 10)).containsExactly(KEY.value());
    }

    @Test
    default void partsComeInAnyOrderAndTwice() {
        var content = StoreUnderTest.random(PART + 7);
        try (var upload = store().upload(KEY, PART)) {
            upload.part(1, ByteBuffer.wrap(content, PART, 7));
            sendAll(upload, content);
            upload.part(0, ByteBuffer.wrap(content, 0, PART).asReadOnlyBuffer());

            assertThat(upload.complete(2)).isTrue();
            assertThat(upload.complete(2)).isTrue();
        }

        assertThat(store().get(KEY)).hasValue(content);
    }

    @Test
    default void anUploadThatIsGivenUpLeavesNothingAndMayBeGivenUpTwice() {
        var upload = store().upload(KEY, PART);
        upload.part(0, ByteBuffer.wrap(StoreUnderTest.random(PART)));

        upload.close();
        upload.close();

        assertThat(store().size(KEY)).isEmpty();
        assertThat(keys("", Optional.empty(), 10)).isEmpty();
    }

    @Test
    default void anUploadReplacesNothing() {
        store().put(KEY, ByteBuffer.wrap(new byte[] {1}));
        try (var upload = store().upload(KEY, PART)) {
            sendAll(upload, StoreUnderTest.random(10));

            assertThat(upload.complete(1)).isFalse();
        }

        assertThat(store().get(KEY)).hasValue(new byte[] {1});
    }

    @Test
    default void anotherUploadOfTheKeyTakesThePlaceOfOneThatNobodyEnded() {
        var dead = store().upload(KEY, PART);
        dead.part(0, ByteBuffer.wrap(StoreUnderTest.random(PART)));
        try (var upload = store().upload(KEY, PART)) {
            sendAll(upload, new byte[] {3});

            assertThat(upload.complete(1)).isTrue();
        }
        dead.close();

        assertThat(store().get(KEY)).hasValue(new byte[] {3});
    }

    private static void sendAll(Upload upload, byte[] content) {
        for (int number = 0; number * PART < content.length; number++) {
            int length = Math.min(PART, content.length - number * PART);
            var part = ByteBuffer.wrap(content, number * PART, length);
            upload.part(number, part);
            assertThat(part.remaining()).isEqualTo(length);
        }
    }
}
