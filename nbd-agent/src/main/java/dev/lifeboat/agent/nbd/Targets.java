package dev.lifeboat.agent.nbd;

import dev.lifeboat.xen.NbdExport;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The servers of one disk, the best first: as the pool names them, but those behind that let a connection down.
final class Targets {
    private final String name;
    private final ExportLookup lookup;
    private final Map<Address, Integer> failures = new HashMap<>();

    Targets(String name, ExportLookup lookup) {
        this.name = name;
        this.lookup = lookup;
    }

    private record Address(String host, int port) {
        static Address of(NbdExport export) {
            return new Address(export.address(), export.port());
        }
    }

    synchronized void failed(NbdExport export) {
        failures.merge(Address.of(export), 1, Integer::sum);
    }

    /// Asks the pool anew, since names hold a session, and hosts and certificates change.
    ///
    /// @throws NbdUnavailableException there is none that may be used
    List<NbdExport> find() {
        var usable = lookup.exports().stream()
                .sorted(Comparator.comparingInt(this::failuresOf))
                .toList();
        if (usable.isEmpty()) {
            throw new NbdUnavailableException(
                    name + ": the pool names no NBD address; give one of its networks the purpose nbd");
        }
        return usable;
    }

    private synchronized int failuresOf(NbdExport export) {
        return failures.getOrDefault(Address.of(export), 0);
    }
}
