package dev.lifeboat.e2e.stack;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.net.URI;
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

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Vm(String uuid, String name, List<Disk> disks) {}

    @JsonIgnoreProperties(ignoreUnknown = true)
    public record Disk(String userdevice, String vdiUuid, long sizeBytes) {}
}
