package dev.lifeboat.simulator.inventory;

import dev.lifeboat.simulator.database.Database;
import dev.lifeboat.simulator.database.Entity;
import java.time.Clock;
import java.util.Map;

/// What a host measures of a VM, and what the tools inside the guest report.
final class GuestRecords {
    private final Database database;
    private final Clock clock;

    GuestRecords(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    Entity metrics(boolean running) {
        return database.insert(
                "VM_metrics",
                Map.of(
                        "memory_actual",
                        running ? VmDefaults.MEMORY : 0L,
                        "VCPUs_number",
                        2L,
                        "start_time",
                        clock.instant(),
                        "install_time",
                        clock.instant(),
                        "last_updated",
                        clock.instant(),
                        "hvm",
                        true,
                        "current_domain_type",
                        running ? "hvm" : "unspecified"));
    }

    Entity guestMetrics(int number) {
        var address = "192.0.2." + (10 + number);
        return database.insert(
                "VM_guest_metrics",
                Map.of(
                        "os_version",
                        Map.of(
                                "name",
                                "Debian GNU/Linux 12 (bookworm)",
                                "distro",
                                "debian",
                                "major",
                                "12",
                                "minor",
                                "5",
                                "uname",
                                "6.1.0-18-amd64"),
                        "PV_drivers_version",
                        Map.of("major", "8", "minor", "4", "micro", "0", "build", "1"),
                        "PV_drivers_up_to_date",
                        true,
                        "PV_drivers_detected",
                        true,
                        "networks",
                        Map.of("0/ip", address, "0/ipv4/0", address),
                        "other",
                        Map.of("feature-suspend", "1", "feature-shutdown", "1"),
                        "last_updated",
                        clock.instant(),
                        "live",
                        true,
                        "can_use_hotplug_vbd",
                        "yes",
                        "can_use_hotplug_vif",
                        "yes"));
    }
}
