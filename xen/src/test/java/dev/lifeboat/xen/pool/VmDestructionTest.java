package dev.lifeboat.xen.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lifeboat.xen.xapi.XapiRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What becomes of a created VM: it is released, or destroyed with what is its own.
class VmDestructionTest extends CreatingPoolTest {

    @Test
    void releasingGivesTheNameAndLetsItStart() {
        var restored = connection.createVm(creation(false));
        pool.on("VM.start", parameters -> {
            assertThat(parameters.subList(1, 3)).containsExactly(false, false);
            return "";
        });

        connection.releaseVm(restored.uuid(), "web");
        connection.startVm(restored.uuid());

        var vm = pool.records("VM").values().iterator().next();
        assertThat(vm).containsEntry("name_label", "web");
        assertThat(XapiRecord.of(vm.get("blocked_operations")).fields()).isEmpty();
        assertThat(pool.callsOf("Async.VM.start")).hasSize(1);
    }

    @Test
    void destroyingTakesTheDisksButNotIsosAndNotSharedOnes() {
        var restored = connection.createVm(creation(false));
        String iso = pool.add("SR", Map.of("type", "iso", "content_type", "iso"));
        var vdis = new ArrayList<>(pool.records("VDI").values());
        vdis.getFirst().put("SR", iso);
        pool.records("VM").values().forEach(vm -> vm.put("power_state", "Running"));
        pool.on("VM.hard_shutdown", _ -> "");

        connection.destroyVm(restored.uuid());
        connection.destroyVm(restored.uuid());

        assertThat(pool.records("VM")).isEmpty();
        assertThat(pool.records("VDI").values()).containsExactly(vdis.getFirst());
        assertThat(pool.callsOf("Async.VM.hard_shutdown")).hasSize(1);
    }

    @Test
    void templatesSnapshotsAndControlDomainsAreNeverDestroyed() {
        for (String flag : List.of("is_a_template", "is_a_snapshot", "is_control_domain")) {
            UUID uuid = pool.uuid("VM", pool.add("VM", Map.of(flag, true)));
            assertThatIllegalArgumentException().isThrownBy(() -> connection.destroyVm(uuid));
        }
        assertThat(pool.records("VM")).hasSize(3);
    }
}
