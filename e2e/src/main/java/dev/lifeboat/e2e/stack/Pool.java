package dev.lifeboat.e2e.stack;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A running pool simulator, as its ready file describes it.
///
/// @param endpoints  XAPI of the hosts, the master first
/// @param caFile     its certificate as PEM
/// @param controlUrl where faults and guest writes are asked for
@JsonIgnoreProperties(ignoreUnknown = true)
public record Pool(
        List<URI> endpoints,
        String fingerprint,
        Path caFile,
        String username,
        String password,
        URI controlUrl,
        List<Vm> vms) {

    /// A namespace with the pool's certificate in a ConfigMap, as manifests.
    public String namespace(String name, String configMap) {
        return """
            apiVersion: v1
            kind: Namespace
            metadata:
              name: %s
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: %s
              namespace: %s
            data:
              ca.crt: |
            %s
            """.formatted(name, configMap, name, certificate().strip().indent(4));
    }

    private String certificate() {
        try {
            return Files.readString(caFile);
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the simulator's certificate " + caFile, e);
        }
    }

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Vm(String uuid, String name, List<Disk> disks) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Disk(String userdevice, String vdiUuid, long sizeBytes) {}
}
