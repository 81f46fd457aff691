package dev.lifeboat.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.crds.BackupType;
import dev.lifeboat.crds.Conditions;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmBackupStatus;
import dev.lifeboat.crds.VmRestore;
import dev.lifeboat.simulator.PoolOptions;
import dev.lifeboat.simulator.inventory.Inventory;
import dev.lifeboat.simulator.inventory.RepositoryKind;
import dev.lifeboat.simulator.inventory.RepositorySpec;
import dev.lifeboat.simulator.inventory.VmSpec;
import dev.lifeboat.simulator.profile.Profile;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The same two nights on pools of each kind: what happens to disks between two backups, and what the second says of
/// it.
@WithAPoolOfItsOwn
@Order(RunningLifeboat.EARLY)
class EveryReleaseIT {
    private static final long MIB = 1 << 20;
    private static final long BLOCK = 64 << 10;
    /// Enough for its content to be told to later sessions: fewer chunks than 16 are not worth an object.
    private static final long PLAIN_BYTES = 48 * MIB;
    private static final int WRITES = 4;

    /// @param tracks   whether changed blocks can be listed
    /// @param quiesces whether guests can be told to settle their file systems
    record Release(String name, PoolOptions options, boolean tracks, boolean quiesces) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Arguments> releases() {
        return Stream.of(
                        new Release("r76", options(Profile.XCP_NG_7_6), true, true),
                        new Release("r82", options(Profile.XCP_NG_8_2), true, false),
                        new Release("r83", options(Profile.XCP_NG_8_3), true, false),
                        new Release("unlicensed", options(Profile.XCP_NG_8_2).restrict("restrict_cbt"), false, false))
                .map(Arguments::of);
    }

    private static PoolOptions options(Profile profile) {
        return PoolOptions.quick()
                .profile(profile)
                .credentials("root", "scenario")
                .store(RepositorySpec.of("Second", RepositoryKind.NFS, 1L << 30))
                .inventory(Inventory.of(
                        VmSpec.named("plain").disk(PLAIN_BYTES).disk(8 * MIB).with(VmSpec.CdDrive.ISO),
                        VmSpec.named("changing")
                                .disk(8 * MIB)
                                .disk(8 * MIB)
                                .disk(8 * MIB)
                                .halted(),
                        VmSpec.named("reverted").disk(8 * MIB).with(VmSpec.CdDrive.EMPTY),
                        VmSpec.named("diskless").with(VmSpec.CdDrive.ISO)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("releases")
    void twoNights(Release release, Lifeboat running) throws Exception {
        running.assumeBuiltIn();
        try (var pool = PoolOfRelease.start(running, release.options())) {
            var manifests = pool.lifeboat().ready(release.name());
            pool.connection().call("VDI.set_name_label", pool.disk(pool.vm("plain"), "1"), "scratch [NOBAK]");
            var before = pool.connection()
                    .call("VM.snapshot", pool.ref("VM", pool.vm("reverted")), "before")
                    .asText();

            var snapshot = pool.connection().call("VM.get_uuid", before).asText();
            pool.lifeboat().apply(manifests.backup("of-a-snapshot", snapshot));
            firstNight(release, pool, manifests);
            theDayBetween(release, pool, before);
            secondNight(release, pool, manifests);
            theMorningAfter(pool, manifests);
            if (release.tracks()) {
                theBaseIsGone(pool, manifests);
            }
        }
    }

    private static void firstNight(Release release, PoolOfRelease pool, Manifests manifests) {
        for (var vm : List.of("plain", "changing", "reverted", "diskless")) {
            pool.lifeboat().apply(manifests.backup(vm + "-1", pool.vm(vm), ""));
        }

        var plain = complete(pool, manifests, "plain-1");
        assertThat(plain.effective().type()).isEqualTo(BackupType.Full);
        assertThat(plain.disks()).extracting(disk -> disk.device()).containsExactly("0");
        assertThat(plain.disks().getFirst().fullReason()).isEqualTo("FirstBackup");
        assertThat(plain.excludedDisks()).singleElement().satisfies(disk -> {
            assertThat(disk.name()).isEqualTo("scratch [NOBAK]");
            assertThat(disk.reason()).isEqualTo("NameMarker");
        });
        assertThat(plain.snapshot().kind())
                .isEqualTo(
                        release.tracks()
                                ? VmBackupStatus.SnapshotStatus.Kind.MetadataOnly
                                : VmBackupStatus.SnapshotStatus.Kind.Data);
        assertThat(plain.effective().strategy()).isEqualTo(release.tracks() ? "Cbt" : "Xva");
        assertThat(complete(pool, manifests, "changing-1").effective().consistency())
                .isEqualTo("Offline");
        complete(pool, manifests, "reverted-1");
        assertThat(failure(pool, manifests, "diskless-1")).isEqualTo("VmHasNoDisks");
        assertThat(failure(pool, manifests, "of-a-snapshot")).isEqualTo("VmNotFound");
    }

    private static void theDayBetween(Release release, PoolOfRelease pool, String before) {
        var connection = pool.connection();
        pool.control().scatter("plain", "0", WRITES, 4096, 1);
        var changing = pool.vm("changing");
        connection.call("VDI.resize", pool.disk(changing, "0"), 16 * MIB);
        if (release.tracks()) {
            connection.call("VDI.disable_cbt", pool.disk(changing, "1"));
            connection.call("VDI.disable_cbt", pool.disk(changing, "2"));
            connection.call("VDI.enable_cbt", pool.disk(changing, "2"));
        }
        var second = connection.call("SR.get_by_name_label", "Second").get(0).asText();
        connection.call("VDI.pool_migrate", pool.disk(changing, "1"), second, Map.of());
        pool.addDisk(changing, "5", 4 * MIB);
        connection.call("VM.revert", before);
    }

    private static void secondNight(Release release, PoolOfRelease pool, Manifests manifests) {
        pool.lifeboat().apply(manifests.backup("plain-2", pool.vm("plain"), "consistency: {mode: QuiescePreferred}"));
        pool.lifeboat().apply(manifests.backup("changing-2", pool.vm("changing"), ""));
        pool.lifeboat().apply(manifests.backup("reverted-2", pool.vm("reverted"), ""));

        var plain = complete(pool, manifests, "plain-2");
        var disk = plain.disks().getFirst();
        assertThat(plain.effective().type()).isEqualTo(BackupType.Incremental);
        if (release.tracks()) {
            assertThat(disk.changedBytes()).isEqualTo(WRITES * BLOCK);
            assertThat(disk.readBytes()).isEqualTo(WRITES * BLOCK);
        } else {
            assertThat(disk.protocol()).isEqualTo("Vhd");
            assertThat(disk.readBytes()).isPositive().isLessThanOrEqualTo(WRITES * 2 * MIB);
        }
        assertThat(pool.left(pool.vm("plain")))
                .as("what stays for the next run")
                .singleElement();
        assertThat(disk.newBytes()).as("a full read uploads only what is new").isLessThanOrEqualTo(WRITES * MIB);
        assertThat(plain.effective().consistency())
                .isEqualTo(release.quiesces() ? "ApplicationConsistent" : "CrashConsistent");

        assertThat(reasons(complete(pool, manifests, "changing-2")))
                .isEqualTo(
                        release.tracks()
                                ? Map.of("0", "VdiResized", "1", "SrMigrated", "2", "CbtChainBroken", "5", "DiskAdded")
                                : Map.of("0", "VdiResized", "1", "SrMigrated", "2", "null", "5", "DiskAdded"));
        assertThat(reasons(complete(pool, manifests, "reverted-2"))).isEqualTo(Map.of("0", "VmReverted"));
        assertThat(pool.lifeboat().warnings(manifests.namespace(), "changing-2"))
                .as("one event for all its disks")
                .singleElement()
                .satisfies(event -> assertThat(event.getReason()).isEqualTo("UnplannedFull"));
    }

    /// What was put together from two nights is what the disks hold.
    private static void theMorningAfter(PoolOfRelease pool, Manifests manifests) throws Exception {
        pool.lifeboat().apply(manifests.restore("back", "changing-2"));
        pool.lifeboat().apply(manifests.restore("plain-back", "plain-2"));
        var restored = pool.lifeboat()
                .await(VmRestore.class, manifests.namespace(), "back", Outcome::ended)
                .getStatus();
        assertThat(Conditions.isTrue(restored.conditions(), Conditions.COMPLETE))
                .as("%s", restored)
                .isTrue();
        for (var device : List.of("0", "1", "2", "5")) {
            assertThat(content(pool, restored.vm().uuid(), device))
                    .as("disk " + device)
                    .isEqualTo(content(pool, pool.vm("changing"), device));
        }
        var plain = pool.lifeboat()
                .await(VmRestore.class, manifests.namespace(), "plain-back", Outcome::ended)
                .getStatus();
        assertThat(plain.missingDisks())
                .singleElement()
                .satisfies(disk -> assertThat(disk.name()).isEqualTo("scratch [NOBAK]"));
    }

    /// Somebody removed what was kept; and the next backup after that reads changes again.
    private static void theBaseIsGone(PoolOfRelease pool, Manifests manifests) {
        var base = pool.left(pool.vm("plain")).getFirst().path("uuid").asText();
        pool.connection().call("VDI.destroy", pool.ref("VDI", base));
        pool.lifeboat().apply(manifests.backup("plain-3", pool.vm("plain"), ""));
        assertThat(reasons(complete(pool, manifests, "plain-3"))).isEqualTo(Map.of("0", "CbtBaseMissing"));

        pool.lifeboat().apply(manifests.backup("plain-4", pool.vm("plain"), ""));
        assertThat(complete(pool, manifests, "plain-4").effective().type()).isEqualTo(BackupType.Incremental);
    }

    private static byte[] content(PoolOfRelease pool, String vm, String device) throws Exception {
        var uuid = pool.connection().call("VDI.get_uuid", pool.disk(vm, device)).asText();
        try (var stream = pool.connection().export(uuid)) {
            return stream.readAllBytes();
        }
    }

    private static Map<String, String> reasons(VmBackupStatus status) {
        var reasons = new HashMap<String, String>();
        status.disks().forEach(disk -> reasons.put(disk.device(), String.valueOf(disk.fullReason())));
        return reasons;
    }

    private static VmBackupStatus complete(PoolOfRelease pool, Manifests manifests, String name) {
        var backup = pool.lifeboat().await(VmBackup.class, manifests.namespace(), name, Outcome::ended);
        assertThat(Outcome.complete(backup)).as("%s", backup.getStatus()).isTrue();
        return backup.getStatus();
    }

    private static String failure(PoolOfRelease pool, Manifests manifests, String name) {
        var backup = pool.lifeboat().await(VmBackup.class, manifests.namespace(), name, Outcome::ended);
        return Conditions.find(backup.getStatus().conditions(), Conditions.FAILED)
                .orElseThrow()
                .getReason();
    }
}
