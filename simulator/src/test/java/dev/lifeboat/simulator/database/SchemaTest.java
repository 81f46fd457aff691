package dev.lifeboat.simulator.database;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SchemaTest {
    @Test
    void knowsWhatEachReleaseHas() {
        assertThat(Schema.ofApiMinor(21).require("VM").field("VTPMs")).isPresent();
        assertThat(Schema.ofApiMinor(15).require("VM").field("VTPMs")).isEmpty();
        assertThat(Schema.ofApiMinor(15).find("VTPM")).isEmpty();
        assertThat(Schema.ofApiMinor(15).require("VDI").field("cbt_enabled")).isPresent();
    }

    @Test
    void mandatoryFieldsOfANewVmAreThoseWithoutADefault() {
        var mandatory = Schema.ofApiMinor(21).require("VM").fields().values().stream()
                .filter(Field::mandatory)
                .map(Field::name)
                .toList();
        assertThat(mandatory)
                .containsExactlyInAnyOrder(
                        "user_version",
                        "is_a_template",
                        "affinity",
                        "memory_static_max",
                        "memory_dynamic_max",
                        "memory_dynamic_min",
                        "memory_static_min",
                        "VCPUs_params",
                        "VCPUs_max",
                        "VCPUs_at_startup",
                        "actions_after_shutdown",
                        "actions_after_reboot",
                        "actions_after_crash",
                        "PV_bootloader",
                        "PV_kernel",
                        "PV_ramdisk",
                        "PV_args",
                        "PV_bootloader_args",
                        "PV_legacy_args",
                        "HVM_boot_policy",
                        "HVM_boot_params",
                        "platform",
                        "PCI_bus",
                        "other_config",
                        "recommendations");
    }

    @Test
    void databaseNamesJoinNamespacesByTwoUnderscores() {
        var vm = Schema.ofApiMinor(21).require("VM");
        assertThat(vm.require("name_label").databaseName()).isEqualTo("name__label");
        assertThat(vm.require("actions_after_crash").databaseName()).isEqualTo("actions__after_crash");
        assertThat(vm.require("HVM_boot_policy").databaseName()).isEqualTo("HVM__boot_policy");
        assertThat(vm.require("is_a_snapshot").databaseName()).isEqualTo("is_a_snapshot");
    }

    @Test
    void everyReferenceBackNamesAFieldThatExists() {
        var schema = Schema.ofApiMinor(21);
        for (var type : schema.classes()) {
            for (var field : type.fields().values()) {
                if (field.type() instanceof FieldType.Back(var owner, var name)) {
                    assertThat(schema.require(owner).require(name).type())
                            .as("%s.%s", type.name(), field.name())
                            .isEqualTo(new FieldType.Ref(type.name()));
                }
            }
        }
    }
}
