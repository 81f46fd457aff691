package dev.lifeboat.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Two writers, who deletes points, one or two pruners and the time take turns at one store, in many orders: whatever
/// was committed restores byte for byte.
class WritersAndPrunersInterleavedTest {

    private static final int SEEDS = 150;

    @Test
    void inManyRandomOrders() {
        int committed = 0;
        int deleted = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            var run = new Interleaving();
            run.everybody(2);
            var random = new Random(seed);
            run.play(waiting -> oneOf(waiting, random));
            committed += run.committed.size();
            deleted += run.deletedPacks.get();
        }
        // Or all of this proved nothing.
        assertThat(committed).isGreaterThan(SEEDS / 3);
        assertThat(deleted).isGreaterThan(SEEDS / 4);
    }

    /// Each participant in long runs of its own: the orders that a paused process gives.
    @Test
    void inManyOrdersWithLongPauses() {
        int committed = 0;
        int lost = 0;
        for (long seed = 1; seed <= SEEDS; seed++) {
            var run = new Interleaving();
            run.everybody(2);
            var random = new Random(seed);
            var current = new String[] {""};
            run.play(waiting -> {
                if (!waiting.contains(current[0]) || random.nextInt(25) == 0) {
                    current[0] = oneOf(waiting, random);
                }
                return current[0];
            });
            committed += run.committed.size();
            lost += run.lost.get();
        }
        assertThat(committed).isGreaterThan(SEEDS / 4);
        assertThat(lost).isPositive();
    }

    /// Pruners have most to do, and time passes seldom: so a writer lives through several prunes and keeps its lease.
    private static String oneOf(List<String> waiting, Random random) {
        int dice = random.nextInt(40);
        var kind = dice == 0 ? "time" : dice < 28 ? "pruner" : "";
        var wanted = waiting.stream()
                .filter(name -> kind.isEmpty() != (name.startsWith("pruner") || name.equals("time")))
                .filter(name -> name.startsWith(kind))
                .toList();
        var from = wanted.isEmpty() ? waiting : wanted;
        return from.get(random.nextInt(from.size()));
    }

    /// All orders in which a writer of doomed content stops once for a whole prune that deletes, and in which that
    /// prune stops once for the whole writer.
    @Test
    void inEveryOrderWithOneInterruption() {
        int committed = 0;
        int deleted = 0;
        for (var paused : new String[] {"writer", "pruner"}) {
            for (int at = 0; ; at++) {
                var run = new Interleaving();
                run.writerAgainstDeletion();
                int calls = run.playWithOnePause(paused, at);
                committed += run.committed.size();
                deleted += run.deletedPacks.get();
                if (calls < at) {
                    break;
                }
            }
        }
        // Or all of this proved nothing.
        assertThat(committed).isPositive();
        assertThat(deleted).isPositive();
    }

    /// The same with the writer going on for some calls while the prune stops.
    @Test
    void inOrdersWithTwoInterruptions() {
        int committed = 0;
        int deleted = 0;
        for (int first = 0; first < 30; first += 2) {
            for (int second = 0; second < 60; second += 4) {
                var run = new Interleaving();
                run.writerAgainstDeletion();
                run.playWithTwoPauses(first, second);
                committed += run.committed.size();
                deleted += run.deletedPacks.get();
            }
        }
        // Or all of this proved nothing.
        assertThat(committed).isPositive();
        assertThat(deleted).isPositive();
    }
}
