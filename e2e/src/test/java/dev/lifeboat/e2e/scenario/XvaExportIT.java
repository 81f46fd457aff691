package dev.lifeboat.e2e.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lifeboat.crds.Conditions;
import dev.lifeboat.crds.VmBackup;
import dev.lifeboat.crds.VmRestore;
import dev.lifeboat.crds.VmRestoreStatus;
import dev.lifeboat.crds.VmRestoreStatus.Phase;
import dev.lifeboat.simulator.PoolOptions;
import dev.lifeboat.simulator.control.Pattern;
import dev.lifeboat.simulator.control.Range;
import dev.lifeboat.simulator.inventory.Inventory;
import dev.lifeboat.simulator.inventory.VmSpec;
import dev.lifeboat.simulator.profile.Profile;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A backup becomes an XVA beside the repository, and another pool, which never heard of us, imports it.
@WithAPoolOfItsOwn
class XvaExportIT {
    private static final String NAMESPACE = "xva-export";
    private static final int MIB = 1 << 20;
    private static final int ROOT_BYTES = 40 * MIB;
    private static final int DATA_BYTES = 8 * MIB;
    private static final String VM = "exported";
    private static final String KEY = "exports/moved/vm.xva";

    @TempDir
    private Path folder;

    @Test
    void anotherPoolImportsWhatIsInTheStorageAndNothingIsThereAfterAFailure(Lifeboat running) throws Exception {
        running.assumeBuiltIn();
        try (var pool = PoolOfRelease.start(
                        running,
                        options(
                                Profile.XCP_NG_8_2,
                                VmSpec.named(VM).disk(ROOT_BYTES).disk(DATA_BYTES)));
                var stranger = PoolOfRelease.start(
                        running,
                        options(Profile.XCP_NG_8_3, VmSpec.named("other").disk(MIB)))) {
            theGuestWrites(pool);
            var expected = List.of(read(pool, "0", ROOT_BYTES), read(pool, "1", DATA_BYTES));
            pool.lifeboat().ready(NAMESPACE);
            backUp(pool, "full");

            plaintextHasToBeWanted(pool);
            var exported = exported(pool);
            var object = storage(pool).resolve(KEY);
            theStatusTellsTheTruth(exported, object);
            goodbye(pool);
            importedBy(stranger, object, expected);
            XvaImg.reads(object, expected, folder);
            whatIsThereIsNotReplaced(pool, object);
            aDamagedStorageLeavesNothing(pool);
            pool.lifeboat().client().namespaces().withName(NAMESPACE).delete();
        }
    }

    private static PoolOptions options(Profile profile, VmSpec vm) {
        return PoolOptions.quick()
                .profile(profile)
                .credentials("root", "scenario")
                .inventory(Inventory.of(vm));
    }

    /// More than a part of an upload, and holes.
    private static void theGuestWrites(PoolOfRelease pool) {
        var guest = pool.control();
        guest.write(VM, "0", new Range(0, ROOT_BYTES), Pattern.ZEROS, 0);
        guest.write(VM, "1", new Range(0, DATA_BYTES), Pattern.ZEROS, 0);
        guest.write(VM, "0", new Range(0, ROOT_BYTES / 2), Pattern.RANDOM, 1);
        guest.write(VM, "0", new Range(ROOT_BYTES - 3L * MIB, 3L * MIB), Pattern.RANDOM, 2);
        guest.write(VM, "1", new Range(5 * MIB + 4096, 8192), Pattern.RANDOM, 3);
    }

    private static byte[] read(PoolOfRelease pool, String device, long bytes) {
        return pool.control().read(VM, device, new Range(0, bytes));
    }

    private static void backUp(PoolOfRelease pool, String name) {
        var manifests = new Manifests(NAMESPACE, pool.lifeboat().pool());
        pool.lifeboat().apply(manifests.backup(name, pool.vm(VM)));
        pool.lifeboat().await(VmBackup.class, NAMESPACE, name, Outcome::complete);
    }

    private static VmRestoreStatus export(PoolOfRelease pool, String name, String backup, String wishes) {
        pool.lifeboat().apply(new Manifests(NAMESPACE, pool.lifeboat().pool()).export(name, backup, wishes));
        return pool.lifeboat()
                .await(VmRestore.class, NAMESPACE, name, it -> it.getStatus().finishedAt() != null)
                .getStatus();
    }

    private static void plaintextHasToBeWanted(PoolOfRelease pool) {
        var refused = export(pool, "refused", "full", "{}");

        assertThat(failure(refused)).startsWith("PlaintextNotAllowed").contains("allowPlaintext");
        assertThat(refused.startedAt()).isNull();
    }

    private static VmRestoreStatus exported(PoolOfRelease pool) {
        var exported = export(pool, "out", "full", "{key: moved/vm.xva, allowPlaintext: true}");

        assertThat(exported.phase()).as("%s", exported).isEqualTo(Phase.Succeeded);
        assertThat(exported.export().key()).isEqualTo(KEY);
        assertThat(exported.export().location()).isEqualTo("pvc://backups/" + KEY);
        assertThat(exported.progress().percentText()).isEqualTo("100%");
        assertThat(exported.vm()).isNull();
        assertThat(pool.lifeboat().warnings(NAMESPACE, "out"))
                .anySatisfy(event -> assertThat(event.getMessage()).contains("not encrypted"));
        return exported;
    }

    private static void theStatusTellsTheTruth(VmRestoreStatus exported, Path object) throws Exception {
        assertThat(Files.size(object))
                .isEqualTo(exported.export().bytes())
                .as("holes are left out")
                .isLessThan(30L * MIB);
        assertThat(exported.export().sha256())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(object))));
    }

    /// The resource goes, and its Job; the object stays.
    private static void goodbye(PoolOfRelease pool) {
        var client = pool.lifeboat().client();
        client.resources(VmRestore.class).inNamespace(NAMESPACE).withName("out").delete();
        pool.lifeboat().awaitGone(VmRestore.class, NAMESPACE, "out");
        Awaitility.await("the Job goes with its owner")
                .atMost(Lifeboat.LIMIT)
                .untilAsserted(() -> assertThat(client.genericKubernetesResources("batch/v1", "Job")
                                .inNamespace(NAMESPACE)
                                .list()
                                .getItems())
                        .noneMatch(job -> job.getMetadata().getName().startsWith("out-")));
    }

    private static void importedBy(PoolOfRelease pool, Path object, List<byte[]> expected) throws IOException {
        var task = pool.connection().importVm(object);
        Awaitility.await("the pool imports it")
                .atMost(Lifeboat.LIMIT)
                .until(() -> !pool.connection()
                        .call("task.get_status", task)
                        .asText()
                        .equals("pending"));

        assertThat(pool.connection().call("task.get_status", task).asText())
                .as(pool.connection().call("task.get_error_info", task).toString())
                .isEqualTo("success");
        assertThat(pool.control().read(VM, "0", new Range(0, ROOT_BYTES))).isEqualTo(expected.get(0));
        assertThat(pool.control().read(VM, "1", new Range(0, DATA_BYTES))).isEqualTo(expected.get(1));
        var vm = pool.connection()
                .call(
                        "VM.get_record",
                        pool.connection()
                                .call("VM.get_by_name_label", VM)
                                .get(0)
                                .asText());
        assertThat(vm.path("is_a_template").asBoolean()).isFalse();
        assertThat(vm.path("other_config").toString()).doesNotContain("lifeboat:");
    }

    private static void whatIsThereIsNotReplaced(PoolOfRelease pool, Path object) throws Exception {
        var before = Files.getLastModifiedTime(object);
        pool.control().write(VM, "1", new Range(0, 4096), Pattern.RANDOM, 9);
        backUp(pool, "next");

        var same = export(pool, "same", "full", "{key: moved/vm.xva, allowPlaintext: true}");
        var other = export(pool, "other", "next", "{key: moved/vm.xva, allowPlaintext: true}");

        assertThat(same.phase()).isEqualTo(Phase.Succeeded);
        assertThat(failure(other)).startsWith("TargetExists").contains(KEY).contains("Choose another name");
        assertThat(Files.getLastModifiedTime(object)).isEqualTo(before);
    }

    /// A pack in the middle of the disk cannot be read.
    private static void aDamagedStorageLeavesNothing(PoolOfRelease pool) throws Exception {
        var storage = storage(pool);
        try (var packs = Files.walk(storage.resolve("packs"))) {
            var largest = packs.filter(Files::isRegularFile)
                    .max(Comparator.comparingLong(XvaExportIT::size))
                    .orElseThrow();
            try (var file = new RandomAccessFile(largest.toFile(), "rw")) {
                file.seek(file.length() / 2);
                int old = file.read();
                file.seek(file.length() / 2);
                file.write(old ^ 1);
            }
        }

        var failed = export(pool, "damaged", "full", "{allowPlaintext: true}");

        assertThat(failure(failed)).startsWith("RepositoryDamaged");
        assertThat(failed.export()).isNull();
        try (var exports = Files.walk(storage.resolve("exports"))) {
            assertThat(exports.filter(Files::isRegularFile)).containsExactly(storage.resolve(KEY));
        }
        assertThat(storage.resolve(".unfinished")).isEmptyDirectory();
    }

    private static long size(Path file) {
        return file.toFile().length();
    }

    /// What the agents have mounted.
    private static Path storage(PoolOfRelease pool) {
        var client = pool.lifeboat().client();
        var claim = client.persistentVolumeClaims()
                .inNamespace(NAMESPACE)
                .withName("backups")
                .get();
        var volume = client.persistentVolumes()
                .withName(claim.getSpec().getVolumeName())
                .get();
        return Stream.of(
                        Optional.ofNullable(volume.getSpec().getHostPath()).map(it -> it.getPath()),
                        Optional.ofNullable(volume.getSpec().getLocal()).map(it -> it.getPath()))
                .flatMap(Optional::stream)
                .map(Path::of)
                .findFirst()
                .orElseThrow();
    }

    private static String failure(VmRestoreStatus status) {
        return Conditions.find(status.conditions(), Conditions.FAILED)
                .map(failed -> failed.getReason() + ": " + failed.getMessage())
                .orElseThrow(() -> new AssertionError("It did not fail: " + status));
    }
}
