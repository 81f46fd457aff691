package dev.lifeboat.xen.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.xen.fake.Failure;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What is destroyed of a snapshot, what of it stays, and what is waited for.
class SnapshotRemovalTest extends SnapshotPoolTest {

    @Test
    void destroysASnapshotAndItsDisksButNotTheIsoAndNotWhatAnotherVmUses() {
        var taken = connection.takeSnapshot(request(Set.of()));
        String shared = ref("VDI", taken.disks().get(1).snapshotVdiUuid());
        String other = pool.add("VM", Map.of("name_label", "reader"));
        attach(other, shared, "0", false);

        connection.destroySnapshot(taken.uuid());
        connection.destroySnapshot(taken.uuid());

        assertThat(pool.records("VM")).containsOnlyKeys(vm, other);
        assertThat(pool.records("VDI")).hasSize(4).containsKeys(root, scratch, shared);
    }

    @Test
    void neverDestroysWhatIsNoSnapshot() {
        assertThatIllegalArgumentException().isThrownBy(() -> connection.destroySnapshot(pool.uuid("VM", vm)));
        assertThatIllegalArgumentException().isThrownBy(() -> connection.keepChangeMetadata(pool.uuid("VM", vm)));
        assertThat(pool.records("VM")).containsKey(vm);
    }

    @Test
    void aDiskInUseIsWaitedForAndThenDetachedFromControlDomains() {
        var taken = connection.takeSnapshot(request(Set.of()));
        String snapshotVdi = ref("VDI", taken.disks().getFirst().snapshotVdiUuid());
        String dom0 = pool.add("VM", Map.of("is_control_domain", true));
        String vbd = attach(dom0, snapshotVdi, "0", false);
        pool.records("VBD").get(vbd).put("currently_attached", true);
        pool.on("VBD.unplug", parameters -> {
            pool.records("VBD").get((String) parameters.getFirst()).put("currently_attached", false);
            return "";
        });
        pool.on("VDI.destroy", parameters -> {
            if (parameters.getFirst().equals(snapshotVdi) && pool.records("VBD").containsKey(vbd)) {
                throw new Failure("VDI_IN_USE", snapshotVdi, "destroy");
            }
            pool.records("VDI").remove((String) parameters.getFirst());
            return "";
        });

        connection.destroySnapshot(taken.uuid());

        assertThat(pool.records("VDI")).doesNotContainKey(snapshotVdi);
        assertThat(pool.callsOf("Async.VBD.unplug")).hasSize(1);
        assertThat(time.pauses()).filteredOn(Duration.ofSeconds(5)::equals).hasSize(2);
    }

    @Test
    void aDiskThatStaysInUseIsAnErrorAfterTenAttempts() {
        var taken = connection.takeSnapshot(request(Set.of()));
        pool.on("VDI.destroy", _ -> {
            throw new Failure("VDI_IN_USE");
        });

        assertThatThrownBy(() -> connection.destroySnapshot(taken.uuid())).hasMessageContaining("VDI_IN_USE");
        assertThat(pool.callsOf("Async.VDI.destroy")).hasSize(10);
    }

    @Test
    void keepsOnlyTheChangeMetadataOfDisksThatHaveIt() {
        var taken = connection.takeSnapshot(request(Set.of()));
        pool.on("VDI.data_destroy", parameters -> {
            assertThat(pool.records("VM")).as("the snapshot VM goes first").containsOnlyKeys(vm);
            pool.records("VDI").get((String) parameters.getFirst()).put("type", "cbt_metadata");
            return "";
        });

        var kept = connection.keepChangeMetadata(taken.uuid());

        assertThat(kept).containsExactly(taken.disks().getFirst().snapshotVdiUuid());
        assertThat(pool.records("VDI")).as("two disks, an ISO, one metadata").hasSize(4);
        assertThat(connection.findMarkedVdis("lifeboat:")).singleElement().satisfies(vdi -> {
            assertThat(vdi.metadataOnly()).isTrue();
            assertThat(vdi.snapshotOf()).contains(pool.uuid("VDI", root));
            assertThat(vdi.markers()).isEqualTo(MARKERS);
        });
        assertThat(connection.keepChangeMetadata(taken.uuid())).isEmpty();
        assertThat(connection.keepChangeMetadataOf(kept.getFirst())).isTrue();
        assertThat(connection.keepChangeMetadataOf(UUID.randomUUID())).isFalse();
    }
}
