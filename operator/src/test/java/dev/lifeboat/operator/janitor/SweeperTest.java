package dev.lifeboat.operator.janitor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.operator.fakes.FakeAgents;
import dev.lifeboat.operator.fakes.FakePool;
import dev.lifeboat.operator.fakes.Resources;
import dev.lifeboat.xen.XapiException;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/// A pool is looked over: what goes, what stays, and what is told of it.
class SweeperTest {
    private static final Owners NOBODY = new Owners(List.of(), List.of());
    private static final Supplier<Owners> NOT_ASKED = () -> {
        throw new AssertionError("the cluster need not be asked");
    };

    private final Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    private final FakePool pool = new FakePool();
    private final Sweeper sweeper =
            new Sweeper(Resources.means(new FakeAgents(), pool, clock).pools(), clock);

    @Test
    void aCleanPoolCostsNoQuestionToTheCluster() {
        assertThat(sweep(NOBODY, NOT_ASKED)).isEqualTo(new Sweep(Instant.EPOCH, List.of(), List.of()));
    }

    @Test
    void everyKindOfLeftoverGoes() {
        pool.put(Objects.snapshot());
        pool.put(Objects.vm("web [being restored, " + Objects.UID + "]", Objects.restoreMarkers()));
        pool.putDetached(Objects.disk("user", Objects.restoreMarkers()));
        pool.put(Objects.task("lifeboat-agent/" + Resources.NAMESPACE_UID + "/" + Objects.UID));

        var sweep = sweep(NOBODY, () -> NOBODY);

        assertThat(sweep.removed()).hasSize(4);
        assertThat(sweep.remaining()).isEmpty();
        assertThat(pool.log()).containsExactly("cancelTask", "destroySnapshot", "destroyVm", "destroyVdi");
    }

    @Test
    void anOwnerThatTheCacheDoesNotKnowYetKeepsItsSnapshot() {
        pool.put(Objects.snapshot());

        sweep(NOBODY, () -> new Owners(List.of(Objects.backup("Transferring", "Data")), List.of()));

        assertThat(pool.snapshots()).hasSize(1);
    }

    @Test
    void whatWillNotGoIsToldAndTriedAgain() {
        pool.put(Objects.snapshot());
        pool.fail("destroySnapshot", "SR_BACKEND_FAILURE_202");

        var sweep = sweep(NOBODY, () -> NOBODY);

        assertThat(sweep.removed()).isEmpty();
        assertThat(sweep.remaining())
                .singleElement()
                .satisfies(remaining -> assertThat(remaining.why())
                        .contains("SR_BACKEND_FAILURE_202", Objects.SNAPSHOT.toString(), Objects.NAME));
        assertThat(sweep(NOBODY, () -> NOBODY).remaining()).isEmpty();
        assertThat(pool.snapshots()).isEmpty();
    }

    @Test
    void whatIsGoneMeanwhileIsNoTrouble() {
        pool.put(Objects.snapshot());
        pool.fail("destroySnapshot", XapiException.of("VM.destroy", "HANDLE_INVALID", List.of("VM", "x")));

        assertThat(sweep(NOBODY, () -> NOBODY).remaining()).isEmpty();
    }

    private Sweep sweep(Owners cached, Supplier<Owners> current) {
        return sweeper.sweep(Resources.hypervisor(true, false, 4), Resources.NAMESPACE_UID, cached, current);
    }
}
