package dev.lifeboat.agent.backup;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.repository.disk.Extent;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LeftPartsTest {

    private static Extent done(long offset, long end) {
        return new Extent(offset, end - offset, Extent.Kind.CONTENT);
    }

    @Test
    void whatIsDoneIsLeftOut() {
        var left = new LeftParts(
                100, List.of(done(0, 5), done(12, 14), done(30, 60)).iterator());

        assertThat(left.of(0, 10)).containsExactly(new Range(5, 5));
        assertThat(left.of(10, 10)).containsExactly(new Range(10, 2), new Range(14, 6));
        assertThat(left.of(40, 10)).isEmpty();
        assertThat(left.of(50, 50)).containsExactly(new Range(60, 40));
    }

    @Test
    void everyByteOfABlockIsEitherDoneOrLeftWhateverTheBlocks() {
        var random = new Random(3);
        for (int round = 0; round < 500; round++) {
            var isDone = new boolean[200];
            var extents = new ArrayList<Extent>();
            for (int at = random.nextInt(20); at < 200; at += 1 + random.nextInt(30)) {
                int end = Math.min(200, at + 1 + random.nextInt(20));
                extents.add(done(at, end));
                java.util.Arrays.fill(isDone, at, end, true);
                at = end;
            }
            var left = new LeftParts(200, extents.iterator());
            for (int at = 0; at < 200; ) {
                int length = Math.min(200 - at, 1 + random.nextInt(25));
                var found = new boolean[200];
                left.of(at, length)
                        .forEach(part -> java.util.Arrays.fill(
                                found, (int) part.offset(), (int) part.offset() + part.lengthBytes(), true));
                for (int byteAt = at; byteAt < at + length; byteAt++) {
                    assertThat(found[byteAt]).isEqualTo(!isDone[byteAt]);
                }
                at += length + (random.nextInt(3) == 0 ? random.nextInt(30) : 0);
            }
        }
    }
}
