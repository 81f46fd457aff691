package dev.lifeboat.simulator.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lifeboat.simulator.rpc.XapiError;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DatabaseTest {
    private final Database database = new Database(Schema.ofApiMinor(21));

    @Test
    void keepsReferencesInBothDirections() {
        var vm = database.insert("VM", Map.of());
        var vbd = database.insert("VBD", Map.of("VM", vm.ref()));
        assertThat(vm.list("VBDs")).containsExactly(vbd.ref());

        vbd.delete();
        assertThat(vm.list("VBDs")).isEmpty();
    }

    @Test
    void leavesDanglingReferencesAsTheyAre() {
        var disk = database.insert("VDI", Map.of());
        var snapshot = database.insert("VDI", Map.of("snapshot_of", disk.ref()));
        disk.delete();
        assertThat(snapshot.text("snapshot_of")).isEqualTo(disk.ref());
        assertThat(snapshot.follow("snapshot_of")).isEmpty();
    }

    @Test
    void recordsHoldEveryFieldOfTheClass() {
        var vm = database.insert("VM", Map.of());
        assertThat(vm.asRecord().keySet())
                .isEqualTo(database.schema().require("VM").fields().keySet());
    }

    @Test
    void manyChangesOfAnObjectAreOneChange() {
        var vm = database.insert("VM", Map.of());
        long before = database.generation();
        vm.set("name_label", "a");
        vm.set("name_label", "b");

        var changes = database.changesSince(before).orElseThrow();
        assertThat(changes)
                .singleElement()
                .isInstanceOfSatisfying(
                        Change.Modified.class,
                        change -> assertThat(change.record()).containsEntry("name_label", "b"));
    }

    @Test
    void aNewReferenceChangesItsTargetToo() {
        var vm = database.insert("VM", Map.of());
        long before = database.generation();
        database.insert("VBD", Map.of("VM", vm.ref()));
        assertThat(database.changesSince(before).orElseThrow())
                .extracting(Change::type)
                .containsExactlyInAnyOrder("VM", "VBD");
    }

    @Test
    void whatCameAndWentIsNoNews() {
        long before = database.generation();
        database.insert("VM", Map.of()).delete();
        assertThat(database.changesSince(before).orElseThrow()).isEmpty();
    }

    @Test
    void forgetsOldDeletionsAndSaysSo() {
        long before = database.generation() + 1;
        database.insert("task", Map.of());
        for (int i = 0; i < 10_001; i++) {
            database.insert("task", Map.of()).delete();
        }
        assertThat(database.changesSince(before)).isEmpty();
        assertThat(database.changesSince(database.generation())).contains(List.of());
    }

    @Test
    void namesTheMissingObject() {
        assertThatThrownBy(() -> database.require("VM", "OpaqueRef:x"))
                .isInstanceOfSatisfying(
                        XapiError.class,
                        error ->
                                assertThat(error.description()).containsExactly("HANDLE_INVALID", "VM", "OpaqueRef:x"));
    }
}
