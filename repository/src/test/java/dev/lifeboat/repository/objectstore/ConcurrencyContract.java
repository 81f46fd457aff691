package dev.lifeboat.repository.objectstore;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// What is promised to those who use a store at the same time.
interface ConcurrencyContract extends StoreUnderTest {

    @Test
    default void ofManyConditionalPutsOneWins() throws Exception {
        for (int round = 0; round < 5; round++) {
            var key = new ObjectKey("race/" + round);
            var wins = together(8, writer -> store().putIfAbsent(key, ByteBuffer.wrap(new byte[] {(byte) writer})));

            assertThat(wins.stream().filter(won -> won)).hasSize(1);
            assertThat(store().get(key)).hasValue(new byte[] {(byte) wins.indexOf(true)});
        }
    }

    @Test
    default void aReaderSeesOneWholeObjectWhileItIsReplaced() throws Exception {
        var contents = List.of(filled(200_000, 1), filled(200_000, 2), filled(200_000, 3));
        store().put(KEY, ByteBuffer.wrap(contents.getFirst()));

        var seen = together(4, who -> {
            for (int i = 0; i < 10; i++) {
                if (who == 0) {
                    store().put(KEY, ByteBuffer.wrap(contents.get(i % 3)));
                } else if (!isOneOf(contents, store().get(KEY).orElseThrow())) {
                    return false;
                }
            }
            return true;
        });

        assertThat(seen).containsOnly(true);
    }

    private static boolean isOneOf(List<byte[]> contents, byte[] content) {
        return contents.stream().anyMatch(one -> Arrays.equals(one, content));
    }

    /// What one of several threads does; they start together.
    interface Task {
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
}
