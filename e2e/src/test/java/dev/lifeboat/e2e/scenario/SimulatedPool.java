package dev.lifeboat.e2e.scenario;

import dev.lifeboat.e2e.stack.Pool;
import dev.lifeboat.simulator.PoolOptions;
import dev.lifeboat.simulator.PoolSimulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A pool in this process, and what is told of it to whoever connects.
///
/// @param pool with its certificates in a file
record SimulatedPool(PoolSimulator simulator, Pool pool) implements AutoCloseable {
    static SimulatedPool start(PoolOptions options) {
        var simulator = PoolSimulator.start(options);
        return new SimulatedPool(
                simulator,
                new Pool(
                        simulator.endpoints(),
                        simulator.fingerprint(),
                        certificates(simulator),
                        options.username(),
                        options.password(),
                        simulator.controlUrl(),
                        simulator.vms().stream()
                                .map(vm -> new Pool.Vm(
                                        vm.uuid(),
                                        vm.name(),
                                        vm.disks().stream()
                                                .map(disk -> new Pool.Disk(
                                                        disk.userdevice(), disk.vdiUuid(), disk.sizeBytes()))
                                                .toList()))
                                .toList()));
    }

    private static Path certificates(PoolSimulator simulator) {
        try {
            return Files.writeString(Files.createTempFile("lifeboat-pool-", ".pem"), simulator.certificatesPem());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        simulator.close();
        Files.delete(pool.caFile());
    }
}
