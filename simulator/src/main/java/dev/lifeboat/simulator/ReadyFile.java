package dev.lifeboat.simulator;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/// What others need to use the pool, as JSON; the file appears whole and only once the pool answers.
record ReadyFile(
        String name,
        String endpoint,
        List<String> endpoints,
        String fingerprint,
        String caFile,
        String username,
        String password,
        String controlUrl,
        int nbdPort,
        List<RunningVm> vms) {

    static ReadyFile of(PoolSimulator pool, Path caFile) {
        return new ReadyFile(
                pool.options().name(),
                pool.endpoint().toString(),
                pool.endpoints().stream().map(URI::toString).toList(),
                pool.fingerprint(),
                caFile.toString(),
                pool.options().username(),
                pool.options().password(),
                pool.controlUrl().toString(),
                pool.nbdPort(),
                pool.vms());
    }

    /// The first pool's members, and all pools under `pools`.
    static void write(Path file, List<ReadyFile> pools) {
        try {
            var json = new ObjectMapper();
            ObjectNode whole = json.valueToTree(pools.getFirst());
            whole.set("pools", json.valueToTree(pools));
            var target = file.toAbsolutePath();
            var beside = target.resolveSibling(target.getFileName() + ".new");
            Files.write(beside, json.writerWithDefaultPrettyPrinter().writeValueAsBytes(whole));
            Files.move(beside, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write the ready file " + file, e);
        }
    }

    @Override
    public String toString() {
        return "ReadyFile[" + endpoint + "]";
    }
}
