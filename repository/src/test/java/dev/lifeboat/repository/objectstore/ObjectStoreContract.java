package dev.lifeboat.repository.objectstore;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.repository.errors.ObjectStoreException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What [ObjectStore] promises. Each implementation runs all of it.
public abstract class ObjectStoreContract {

    private static final ObjectKey KEY = new ObjectKey("packs/0a/0a1b");

    private static final int PART = Upload.LEAST_PART_BYTES;

    private ObjectStore store;

    protected abstract ObjectStore open() throws Exception;

    @BeforeEach
    void openStore() throws Exception {
        store = open();
    }

    @AfterEach
    void closeStore() {
        store.close();
    }

    @Test
    void whatWasPutIsRead() {
        var content = random(100_000);

        store.put(KEY, ByteBuffer.wrap(content));

        assertThat(store.get(KEY)).hasValue(content);
        assertThat(store.size(KEY)).hasValue(100_000);
    }

    @Test
    void putTakesTheContentBetweenPositionAndLimitAndLeavesTheBufferAlone() {
        for (var content : List.of(ByteBuffer.allocate(100), ByteBuffer.allocateDirect(100))) {
            content.put(40, new byte[] {1, 2, 3, 4}).position(40).limit(44);

            store.put(KEY, content.asReadOnlyBuffer());
            store.put(KEY, content);

            assertThat(content.position()).isEqualTo(40);
            assertThat(content.limit()).isEqualTo(44);
            assertThat(store.get(KEY)).hasValue(new byte[] {1, 2, 3, 4});
        }
    }

    @Test
    void putKeepsNothingOfTheBuffer() {
        var content = new byte[] {1, 2, 3};

        store.put(KEY, ByteBuffer.wrap(content));
        Arrays.fill(content, (byte) 9);

        assertThat(store.get(KEY)).hasValue(new byte[] {1, 2, 3});
    }

    @Test
    void putReplacesALongerObjectAsAWhole() {
        store.put(KEY, ByteBuffer.wrap(random(1000)));

        store.put(KEY, ByteBuffer.wrap(new byte[] {7}));

        assertThat(store.get(KEY)).hasValue(new byte[] {7});
    }

    @Test
    void anEmptyObjectIsAnObject() {
        store.put(KEY, ByteBuffer.allocate(0));

        assertThat(store.get(KEY)).hasValue(new byte[0]);
        assertThat(store.size(KEY)).hasValue(0);
        assertThat(store.getSuffix(KEY, 5)).hasValue(new byte[0]);
        assertThat(store.getRange(KEY, 0, ByteBuffer.allocate(5))).hasValue(0);
        assertThat(keys("", Optional.empty(), 10)).containsExactly(KEY.value());
    }

    @Test
    void whatIsNotThereIsAnAnswer() {
        assertThat(store.get(KEY)).isEmpty();
        assertThat(store.size(KEY)).isEmpty();
        assertThat(store.getSuffix(KEY, 5)).isEmpty();
        assertThat(store.getRange(KEY, 0, ByteBuffer.allocate(5))).isEmpty();
        assertThat(store.list("", Optional.empty(), 10)).isEmpty();
    }

    @Test
    void aDirectoryOfKeysIsNoObject() {
        store.put(KEY, ByteBuffer.wrap(random(10)));
        var directory = new ObjectKey("packs/0a");

        assertThat(store.size(directory)).isEmpty();
        assertThat(store.get(directory)).isEmpty();
    }

    @Test
    void aConditionalPutCreatesOnlyWhatIsNotThere() {
        assertThat(store.putIfAbsent(KEY, ByteBuffer.wrap(new byte[] {1}))).isTrue();
        assertThat(store.putIfAbsent(KEY, ByteBuffer.wrap(new byte[] {2}))).isFalse();

        assertThat(store.get(KEY)).hasValue(new byte[] {1});
    }

    @Test
    void aDeletedKeyCanBeCreatedAgain() {
        store.putIfAbsent(KEY, ByteBuffer.wrap(new byte[] {1}));

        store.delete(KEY);

        assertThat(store.size(KEY)).isEmpty();
        assertThat(store.putIfAbsent(KEY, ByteBuffer.wrap(new byte[] {2}))).isTrue();
    }

    @Test
    void ofManyConditionalPutsOneWins() throws Exception {
        for (int round = 0; round < 5; round++) {
            var key = new ObjectKey("race/" + round);
            var wins = together(8, writer -> store.putIfAbsent(key, ByteBuffer.wrap(new byte[] {(byte) writer})));

            assertThat(wins.stream().filter(won -> won)).hasSize(1);
            assertThat(store.get(key)).hasValue(new byte[] {(byte) wins.indexOf(true)});
        }
    }

    @Test
    void aReaderSeesOneWholeObjectWhileItIsReplaced() throws Exception {
        var contents = List.of(filled(200_000, 1), filled(200_000, 2), filled(200_000, 3));
        store.put(KEY, ByteBuffer.wrap(contents.getFirst()));

        var seen = together(4, who -> {
            for (int i = 0; i < 10; i++) {
                if (who == 0) {
                    store.put(KEY, ByteBuffer.wrap(contents.get(i % 3)));
                } else if (!isOneOf(contents, store.get(KEY).orElseThrow())) {
                    return false;
                }
            }
            return true;
        });

        assertThat(seen).containsOnly(true);
    }

    @Test
    void deletingWhatIsNotThereIsFine() {
        store.delete(KEY);
        store.delete(KEY);

        assertThat(store.size(KEY)).isEmpty();
    }

    @Test
    void manyAreDeletedAtOnceThoseThatAreThereAndThoseThatAreNot() {
        var keys = IntStream.range(0, 20)
                .mapToObj(i -> new ObjectKey("many/%02d".formatted(i)))
                .toList();
        keys.stream().skip(5).forEach(key -> store.put(key, ByteBuffer.allocate(1)));
        store.put(KEY, ByteBuffer.allocate(1));

        store.deleteAll(keys);
        store.deleteAll(keys.subList(0, 1));
        store.deleteAll(List.of());

        assertThat(keys("", Optional.empty(), 100)).containsExactly(KEY.value());
    }

    @Test
    void aListingSeesWhatWasJustPutAndDeleted() {
        for (int i = 0; i < 10; i++) {
            var key = new ObjectKey("fresh/" + i);
            store.put(key, ByteBuffer.allocate(i));

            assertThat(keys("fresh/", Optional.empty(), 2)).containsExactly(key.value());

            store.delete(key);
            assertThat(keys("fresh/", Optional.empty(), 2)).isEmpty();
        }
    }

    @Test
    void aWholeGetHasALimit() {
        var large = new ObjectKey("large");
        store.put(large, ByteBuffer.allocate(ObjectStore.LARGEST_WHOLE_GET + 1));

        assertThatThrownBy(() -> store.get(large))
                .isInstanceOfSatisfying(
                        ObjectStoreException.class,
                        e -> assertThat(e.retryable()).isFalse())
                .hasMessageContaining("too many");
        assertThat(store.getRange(large, ObjectStore.LARGEST_WHOLE_GET, ByteBuffer.allocate(3)))
                .hasValue(1);
    }

    @Test
    void rangesAreExact() {
        var content = random(1000);
        store.put(KEY, ByteBuffer.wrap(content));

        for (int[] range :
                new int[][] {{0, 1}, {0, 1000}, {999, 1}, {500, 250}, {900, 200}, {1000, 5}, {5000, 5}, {3, 0}}) {
            var target = ByteBuffer.allocate(range[1] + 10).position(4).limit(4 + range[1]);
            int expected = Math.max(0, Math.min(range[1], 1000 - range[0]));

            assertThat(store.getRange(KEY, range[0], target))
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
    void suffixesAreExact() {
        var content = random(1000);
        store.put(KEY, ByteBuffer.wrap(content));

        assertThat(store.getSuffix(KEY, 1)).hasValue(Arrays.copyOfRange(content, 999, 1000));
        assertThat(store.getSuffix(KEY, 600)).hasValue(Arrays.copyOfRange(content, 400, 1000));
        assertThat(store.getSuffix(KEY, 1000)).hasValue(content);
        assertThat(store.getSuffix(KEY, 5000)).hasValue(content);
    }

    @Test
    void listingIsInOrderOfKeys() {
        var names = List.of("a-b", "a.b", "a/b", "a/b-c", "a/b/c", "a0", "b", "A", "_", "a/b0", "a");
        // A key that another one continues with a slash has no place in a directory tree, and none in a
        // repository.
        var usable = names.stream()
                .filter(name -> names.stream().noneMatch(other -> other.startsWith(name + "/")))
                .toList();
        usable.forEach(name -> store.put(new ObjectKey(name), ByteBuffer.wrap(name.getBytes(US_ASCII))));

        assertThat(keys("", Optional.empty(), 100))
                .containsExactlyElementsOf(usable.stream().sorted().toList());
        assertThat(store.list("a", Optional.empty(), 1).getFirst().sizeBytes()).isEqualTo(3);
    }

    @Test
    void listingHonoursPrefixAndStartAndLimit() {
        IntStream.range(0, 30)
                .forEach(i -> store.put(new ObjectKey("p/%02d/x".formatted(i)), ByteBuffer.wrap(new byte[i])));
        store.put(new ObjectKey("q"), ByteBuffer.allocate(0));

        assertThat(keys("p/1", Optional.empty(), 100)).hasSize(10).allMatch(key -> key.startsWith("p/1"));
        assertThat(keys("p/", Optional.empty(), 3)).containsExactly("p/00/x", "p/01/x", "p/02/x");
        assertThat(keys("p/", Optional.of(new ObjectKey("p/02/x")), 2)).containsExactly("p/03/x", "p/04/x");
        assertThat(keys("p/", Optional.of(new ObjectKey("p/02")), 2)).containsExactly("p/02/x", "p/03/x");
        assertThat(keys("p/", Optional.of(new ObjectKey("p/29/x")), 2)).isEmpty();
        assertThat(keys("nothing/", Optional.empty(), 2)).isEmpty();
        assertThat(keys("p/12/x", Optional.empty(), 2)).containsExactly("p/12/x");
    }

    @Test
    void aLongListingIsCompleteAndAsksForMorePages() {
        var expected = IntStream.range(0, longListing())
                .mapToObj(i -> "many/%d/%05d".formatted(i % 7, i))
                .sorted()
                .toList();
        expected.forEach(name -> store.put(new ObjectKey(name), ByteBuffer.allocate(1)));

        assertThat(store.listAll("many/").map(entry -> entry.key().value())).containsExactlyElementsOf(expected);
    }

    /// More than fit in one answer; fewer where each object costs a round trip.
    protected int longListing() {
        return 2100;
    }

    @Test
    void anUploadIsAnObjectOnceItIsCompleteAndNothingBefore() {
        var content = random(2 * PART + 100);
        try (var upload = store.upload(KEY, PART)) {
            sendAll(upload, content);

            assertThat(store.size(KEY)).isEmpty();
            assertThat(store.get(KEY)).isEmpty();
            assertThat(keys("", Optional.empty(), 10)).isEmpty();
            assertThat(upload.complete(3)).isTrue();
        }

        assertThat(store.size(KEY)).hasValue(content.length);
        assertThat(store.get(KEY)).hasValue(content);
        assertThat(keys("", Optional.empty(), 10)).containsExactly(KEY.value());
    }

    @Test
    void partsComeInAnyOrderAndTwice() {
        var content = random(PART + 7);
        try (var upload = store.upload(KEY, PART)) {
            upload.part(1, ByteBuffer.wrap(content, PART, 7));
            sendAll(upload, content);
            upload.part(0, ByteBuffer.wrap(content, 0, PART).asReadOnlyBuffer());

            assertThat(upload.complete(2)).isTrue();
            assertThat(upload.complete(2)).isTrue();
        }

        assertThat(store.get(KEY)).hasValue(content);
    }

    @Test
    void anUploadThatIsGivenUpLeavesNothingAndMayBeGivenUpTwice() {
        var upload = store.upload(KEY, PART);
        upload.part(0, ByteBuffer.wrap(random(PART)));

        upload.close();
        upload.close();

        assertThat(store.size(KEY)).isEmpty();
        assertThat(keys("", Optional.empty(), 10)).isEmpty();
    }

    @Test
    void anUploadReplacesNothing() {
        store.put(KEY, ByteBuffer.wrap(new byte[] {1}));
        try (var upload = store.upload(KEY, PART)) {
            sendAll(upload, random(10));

            assertThat(upload.complete(1)).isFalse();
        }

        assertThat(store.get(KEY)).hasValue(new byte[] {1});
    }

    @Test
    void anotherUploadOfTheKeyTakesThePlaceOfOneThatNobodyEnded() {
        var dead = store.upload(KEY, PART);
        dead.part(0, ByteBuffer.wrap(random(PART)));
        try (var upload = store.upload(KEY, PART)) {
            sendAll(upload, new byte[] {3});

            assertThat(upload.complete(1)).isTrue();
        }
        dead.close();

        assertThat(store.get(KEY)).hasValue(new byte[] {3});
    }

    private static void sendAll(Upload upload, byte[] content) {
        for (int number = 0; number * PART < content.length; number++) {
            int length = Math.min(PART, content.length - number * PART);
            var part = ByteBuffer.wrap(content, number * PART, length);
            upload.part(number, part);
            assertThat(part.remaining()).isEqualTo(length);
        }
    }

    private List<String> keys(String prefix, Optional<ObjectKey> after, int limit) {
        return store.list(prefix, after, limit).stream()
                .map(entry -> entry.key().value())
                .toList();
    }

    private static boolean isOneOf(List<byte[]> contents, byte[] content) {
        return contents.stream().anyMatch(one -> Arrays.equals(one, content));
    }

    /// What one of several threads does; they start together.
    private interface Task {
        boolean run(int who) throws Exception;
    }

    private static List<Boolean> together(int threads, Task task) throws Exception {
        var calls = new ArrayList<Callable<Boolean>>();
        IntStream.range(0, threads).forEach(who -> calls.add(() -> task.run(who)));
        try (var executor = Executors.newFixedThreadPool(threads)) {
            var results = new ArrayList<Boolean>();
            for (Future<Boolean> result : executor.invokeAll(calls)) {
                results.add(result.get());
            }
            return results;
        }
    }

    private static byte[] filled(int length, int value) {
        var content = new byte[length];
        Arrays.fill(content, (byte) value);
        return content;
    }

    private static byte[] random(int length) {
        var content = new byte[length];
        new Random(length).nextBytes(content);
        return content;
    }
}
