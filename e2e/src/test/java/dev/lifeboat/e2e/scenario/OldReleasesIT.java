package dev.lifeboat.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.crds.BackupType;
import dev.lifeboat.crds.Conditions;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmBackupStatus;
import dev.lifeboat.crds.VmBackupStatus.SnapshotStatus;
import dev.lifeboat.crds.VmRestore;
import dev.lifeboat.simulator.PoolOptions;
import dev.lifeboat.simulator.control.Pattern;
import dev.lifeboat.simulator.control.Range;
import dev.lifeboat.simulator.inventory.Inventory;
import dev.lifeboat.simulator.inventory.VmSpec;
import dev.lifeboat.simulator.profile.Profile;
import java.util.List;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Pools that are backed up over HTTPS alone, since they know neither NBD nor changed block tracking or do not offer
/// them: a full, what the guest wrote since, and back again, on the way that suits the release.
@WithAPoolOfItsOwn
@Order(RunningLifeboat.EARLY)
class OldReleasesIT {
    private static final long MIB = 1 << 20;
    /// Of a VHD: the least that a difference has.
    private static final long BLOCK = 2 * MIB;
    private static final long ROOT_BYTES = 48 * MIB;
    private static final long DATA_BYTES = 8 * MIB;
    private static final String VM = "old";

    /// @param route  on which its VMs come back
    record Release(String name, Profile profile, String route) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Arguments> releases() {
        return Stream.of(
                        new Release("old65", Profile.XENSERVER_6_5, "Vhd"),
                        new Release("old72", Profile.XENSERVER_7_2, "Xva"),
                        new Release("https82", Profile.XCP_NG_8_2, "Auto"))
                .map(Arguments::of);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("releases")
    void aFullThenWhatChangedThenBack(Release release, Lifeboat running) throws Exception {
        running.assumeBuiltIn();
        var options = PoolOptions.quick()
                .profile(release.profile())
                .credentials("root", "scenario")
                .inventory(Inventory.of(VmSpec.named(VM).disk(ROOT_BYTES).disk(DATA_BYTES)));
        try (var pool = OldPool.start(running, options)) {
            pool.closeNbd(options);
            var manifests = pool.lifeboat().ready(release.name());
            var full = full(pool, manifests);
            incrementals(pool, manifests, full);
            var expected = List.of(read(pool, VM, "0", ROOT_BYTES), read(pool, VM, "1", DATA_BYTES));
            fromTheLastBackup(pool, manifests);
            raw(pool, manifests);

            back(release, pool, manifests, expected);
            nothingIsLeft(pool, manifests);
        }
    }

    private static VmBackupStatus full(OldPool pool, Manifests manifests) {
        var full = backUp(pool, manifests, "full", "strategy: {mode: Auto}");

        assertThat(full.effective().type()).isEqualTo(BackupType.Full);
        assertThat(full.effective().strategy()).isEqualTo("Xva");
        assertThat(full.effective().reason()).contains("over HTTPS");
        assertThat(full.effective().protocol()).isEqualTo("Xva");
        assertThat(full.effective().fullReason()).isEqualTo("FirstBackup");
        assertThat(full.snapshot().kind()).isEqualTo(SnapshotStatus.Kind.Data);
        assertThat(full.warnings()).isNull();
        assertThat(pool.kept(manifests)).containsExactly("full");
        return full;
    }

    /// Each reads all that changed since the full, in whole blocks, and the disk that nobody wrote to not at all.
    private static void incrementals(OldPool pool, Manifests manifests, VmBackupStatus full) {
        for (int night = 1; night <= 2; night++) {
            write(pool, "0", (2 * night + 1) * BLOCK + 4096);

            var incremental = backUp(pool, manifests, "delta-" + night, "strategy: {mode: Auto}");

            assertThat(incremental.effective().type()).isEqualTo(BackupType.Incremental);
            assertThat(incremental.effective().protocol()).isEqualTo("Vhd");
            assertThat(incremental.effective().baseBackup())
                    .isEqualTo(full.location().backupId());
            assertThat(incremental.disks().get(0).readBytes()).isEqualTo(night * BLOCK);
            assertThat(incremental.disks().get(1).readBytes()).isZero();
            assertThat(incremental.disks().get(0).newBytes()).isLessThanOrEqualTo(2 * MIB);
            assertThat(incremental.snapshot())
                    .isEqualTo(new SnapshotStatus(
                            null, SnapshotStatus.Kind.None, full.location().backupId()));
            assertThat(pool.kept(manifests)).containsExactly("full");
        }
    }

    private static void fromTheLastBackup(OldPool pool, Manifests manifests) {
        for (int night = 1; night <= 2; night++) {
            write(pool, "1", night * BLOCK);

            var incremental =
                    backUp(pool, manifests, "last-" + night, "strategy: {mode: Xva, xva: {base: LastBackup}}");

            assertThat(incremental.effective().type()).isEqualTo(BackupType.Incremental);
            assertThat(incremental.disks().get(0).readBytes()).isEqualTo(night == 1 ? 2 * BLOCK : 0);
            assertThat(incremental.disks().get(1).readBytes()).isEqualTo(BLOCK);
            assertThat(incremental.snapshot().kind()).isEqualTo(SnapshotStatus.Kind.Data);
            assertThat(pool.kept(manifests)).containsExactly("last-" + night);
        }
    }

    private static void raw(OldPool pool, Manifests manifests) {
        var raw = backUp(pool, manifests, "raw", "strategy: {mode: Raw}");

        assertThat(raw.effective().strategy()).isEqualTo("Raw");
        assertThat(raw.effective().protocol()).isEqualTo("Http");
        assertThat(raw.effective().fullReason()).isEqualTo("UserRequest");
        assertThat(raw.size().readBytes()).isEqualTo(ROOT_BYTES + DATA_BYTES);
        assertThat(raw.disks().get(0).newBytes())
                .as("all of it is there already, as chunks of whole MiB or of parts of them")
                .isLessThanOrEqualTo(4 * MIB);
        assertThat(pool.kept(manifests)).isEmpty();
    }

    private static void back(Release release, OldPool pool, Manifests manifests, List<byte[]> expected) {
        pool.lifeboat().apply(manifests.restore("back", "delta-2") + "  route: " + release.route() + "\n");
        var restored = pool.lifeboat()
                .await(VmRestore.class, manifests.namespace(), "back", Outcome::ended)
                .getStatus();
        assertThat(Conditions.isTrue(restored.conditions(), Conditions.COMPLETE))
                .as("%s", restored)
                .isTrue();
        var name = restored.vm().name();
        assertThat(read(pool, name, "0", ROOT_BYTES)).isEqualTo(expected.get(0));
        assertThat(read(pool, name, "1", DATA_BYTES)).isEqualTo(expected.get(1));
    }

    /// Another full leaves its snapshot; with the backup goes what it left.
    private static void nothingIsLeft(OldPool pool, Manifests manifests) {
        backUp(pool, manifests, "again", "strategy: {mode: Xva}");
        assertThat(pool.kept(manifests)).containsExactly("again");

        pool.lifeboat()
                .client()
                .resources(VmBackup.class)
                .inNamespace(manifests.namespace())
                .delete();

        pool.lifeboat().awaitGone(VmBackup.class, manifests.namespace(), "again");
        Awaitility.await("nothing of ours on the pool")
                .atMost(Lifeboat.LIMIT)
                .untilAsserted(() -> assertThat(pool.kept(manifests)).isEmpty());
        assertThat(pool.tasks()).isEmpty();
    }

    private static VmBackupStatus backUp(OldPool pool, Manifests manifests, String name, String strategy) {
        var vm = pool.lifeboat().vm(VM).uuid();
        pool.lifeboat().apply(manifests.backup(name, vm, strategy + "\ndeletionPolicy: Retain"));
        var backup = pool.lifeboat().await(VmBackup.class, manifests.namespace(), name, Outcome::ended);
        assertThat(Outcome.complete(backup)).as("%s", backup.getStatus()).isTrue();
        return backup.getStatus();
    }

    private static void write(OldPool pool, String device, long offset) {
        pool.control().write(VM, device, new Range(offset, 4096), Pattern.RANDOM, offset);
    }

    private static byte[] read(OldPool pool, String vm, String device, long bytes) {
        return pool.control().read(vm, device, new Range(0, bytes));
    }
}
