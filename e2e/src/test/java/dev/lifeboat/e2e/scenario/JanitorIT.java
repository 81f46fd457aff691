package dev.lifeboat.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.crds.Conditions;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.e2e.stack.ForeignPoolClient;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/// What nobody could take away when it was time is found later, and what is somebody else's stays.
@OnTheSharedPool
class JanitorIT {
    private static final String GONE = "5a000000-0000-0000-0000-000000000001";

    private final Lifeboat lifeboat;

    JanitorIT(Lifeboat lifeboat) {
        this.lifeboat = lifeboat;
    }

    @Test
    void whatABackupLeftThatWasDeletedWhileThePoolWasOutOfReachGoesWhenItIsBack() {
        var manifests = lifeboat.ready("away-and-back");
        lifeboat.apply(manifests.backup("first", vm()));
        var backup = lifeboat.await(VmBackup.class, "away-and-back", "first", Outcome::complete);
        lifeboat.apply(manifests.hypervisor("https://127.0.0.1:1", "caBundleRef: {name: pool-ca}"));
        lifeboat.await(
                XenHypervisor.class,
                "away-and-back",
                "pool",
                pool -> !Conditions.isTrue(pool.getStatus().conditions(), Conditions.READY));

        lifeboat.client().resource(backup).delete();
        lifeboat.awaitGone(VmBackup.class, "away-and-back", "first");
        lifeboat.apply(manifests.hypervisor());

        lifeboat.awaitNothingOfOursOnThePool("away-and-back");
    }

    @Test
    void onlyWhatCarriesOurOwnMarkersGoes() {
        var manifests = lifeboat.ready("somebody-elses");
        var ours = lifeboat.namespaceUid("somebody-elses");
        try (var pool = new ForeignPoolClient(lifeboat.pool())) {
            var left = snapshot(pool, "Lifeboat somebody-elses/gone " + GONE, ours, true);
            var inherited = snapshot(pool, "Lifeboat somebody-elses/gone " + GONE, ours, false);
            var ofAnotherCluster = snapshot(pool, "Lifeboat somebody-elses/gone " + GONE, "another", true);
            var task = taskOfNoHandler(pool, "lifeboat-agent/" + ours + "/" + GONE);
            var byHand = pool.call("VM.snapshot", vmRef(pool), "Lifeboat somebody-elses/gone " + GONE)
                    .asText();

            lifeboat.apply(manifests.backup("wakes-it", vm()));
            lifeboat.await(VmBackup.class, "somebody-elses", "wakes-it", Outcome::complete);
            Awaitility.await("the leftovers go")
                    .atMost(Lifeboat.LIMIT)
                    .until(() -> !pool.call("VM.get_all_records").has(left)
                            && !pool.call("task.get_all_records").has(task));

            var all = pool.call("VM.get_all_records");
            assertThat(all.has(inherited)).isTrue();
            assertThat(all.has(ofAnotherCluster)).isTrue();
            assertThat(all.has(byHand)).isTrue();
            for (var snapshot : List.of(inherited, ofAnotherCluster, byHand)) {
                pool.call("VM.destroy", snapshot);
            }
        }
        var clean = lifeboat.await(
                XenHypervisor.class,
                "somebody-elses",
                "pool",
                pool -> Conditions.isTrue(pool.getStatus().conditions(), "PoolClean"));
        assertThat(clean.getStatus().leftoverSnapshots()).isZero();
    }

    /// @param marked by us, rather than with markers that came with a copy
    private String snapshot(ForeignPoolClient pool, String name, String namespaceUid, boolean marked) {
        var snapshot = pool.call("VM.snapshot", vmRef(pool), name).asText();
        var uuid = pool.call("VM.get_uuid", snapshot).asText();
        Map.of(
                        "lifeboat:backup-uid",
                        GONE,
                        "lifeboat:backup-name",
                        "somebody-elses/gone",
                        "lifeboat:namespace-uid",
                        namespaceUid,
                        "lifeboat:object",
                        marked ? uuid : GONE)
                .forEach((key, value) -> pool.call("VM.add_to_other_config", snapshot, key, value));
        return snapshot;
    }

    /// As of an agent that died before it could ask a handler for anything.
    private static String taskOfNoHandler(ForeignPoolClient pool, String originator) {
        var task = pool.call("task.create", "Lifeboat: Export of a disk", "").asText();
        pool.call("task.add_to_other_config", task, "lifeboat:originator", originator);
        return task;
    }

    private String vmRef(ForeignPoolClient pool) {
        return pool.call("VM.get_by_uuid", vm()).asText();
    }

    private String vm() {
        return lifeboat.vm("scratch-01").uuid();
    }
}
