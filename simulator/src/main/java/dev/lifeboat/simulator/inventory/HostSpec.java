package dev.lifeboat.simulator.inventory;

import java.util.List;
import java.util.stream.IntStream;

/// A host to start: its name, its management address, and its address on the backup network, both of this machine.
public record HostSpec(String name, String address, String backupAddress) {

    /// Hosts in the loopback networks 127.0.`network` and, for backup, the one after.
    public static List<HostSpec> numbered(int count, int network) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> new HostSpec(
                        "xcp-host-" + number,
                        "127.0.%d.%d".formatted(network, number),
                        "127.0.%d.%d".formatted(network + 1, number)))
                .toList();
    }
}
