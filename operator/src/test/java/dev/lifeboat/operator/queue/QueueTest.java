package dev.lifeboat.operator.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class QueueTest {
    private static final Instant MIDNIGHT = Instant.parse("2026-01-01T00:00:00Z");

    private static Contender running(int age, String vm) {
        return new Contender("uid-" + age, "VmBackup b" + age, MIDNIGHT.plusSeconds(age), Set.of(vm), true);
    }

    private static Contender waiting(int age, String vm) {
        return new Contender("uid-" + age, "VmBackup b" + age, MIDNIGHT.plusSeconds(age), Set.of(vm), false);
    }

    @Test
    void startsWhenThereIsAFreeSlot() {
        var me = waiting(5, "web");
        assertThat(Queue.turnOf(me, List.of(me, running(1, "db")), 2)).isEqualTo(new Turn.Now());
    }

    @Test
    void waitsWhenAllSlotsAreTaken() {
        var me = waiting(5, "web");
        assertThat(Queue.turnOf(me, List.of(me, running(1, "db"), running(9, "mail")), 2))
                .isEqualTo(
                        new Turn.Later("Waits for one of the pool's 2 slots (limits.maxConcurrentVms); 2 are taken."));
    }

    @Test
    void leavesTheLastSlotToAnOlderOne() {
        var older = waiting(1, "db");
        var me = waiting(5, "web");
        var all = List.of(me, older);

        assertThat(Queue.turnOf(older, all, 1)).isEqualTo(new Turn.Now());
        assertThat(Queue.turnOf(me, all, 1)).isInstanceOf(Turn.Later.class);
    }

    @Test
    void settlesATieInTheSameWayForBoth() {
        var a = new Contender("a", "a", MIDNIGHT, Set.of("1"), false);
        var b = new Contender("b", "b", MIDNIGHT, Set.of("2"), false);

        assertThat(Queue.turnOf(a, List.of(a, b), 1)).isEqualTo(new Turn.Now());
        assertThat(Queue.turnOf(b, List.of(a, b), 1)).isInstanceOf(Turn.Later.class);
    }

    @Test
    void oneVmIsWorkedOnByOneAtATime() {
        var me = waiting(5, "web");
        assertThat(Queue.turnOf(me, List.of(me, running(1, "web")), 9))
                .isEqualTo(new Turn.Later("Waits for VmBackup b1, which works on the same VM."));
    }

    @Test
    void theOlderOfTwoForOneVmGoesFirst() {
        var older = waiting(1, "web");
        var me = waiting(5, "web");
        assertThat(Queue.turnOf(me, List.of(me, older), 9)).isInstanceOf(Turn.Later.class);
        assertThat(Queue.turnOf(older, List.of(me, older), 9)).isEqualTo(new Turn.Now());
    }

    @Test
    void whoWaitsForItsVmTakesNoSlotFromOthers() {
        var me = waiting(9, "mail");
        var all = List.of(running(1, "web"), waiting(2, "web"), waiting(3, "web"), me);
        assertThat(Queue.turnOf(me, all, 2)).isEqualTo(new Turn.Now());
    }

    @Test
    void aLowerLimitDoesNotTakeSlotsAway() {
        var me = waiting(9, "mail");
        assertThat(Queue.turnOf(me, List.of(running(1, "a"), running(2, "b"), me), 1))
                .isInstanceOf(Turn.Later.class);
    }
}
