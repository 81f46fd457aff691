package dev.lifeboat.simulator;

import dev.lifeboat.simulator.xva.BlockChecksum;
import dev.lifeboat.simulator.xva.Sparseness;
import java.util.Map;

/// A release of the server: what it says of itself and where its calls differ.
public record Profile(String name, int apiMinor, Map<String, String> softwareVersion) {
    /// From here on `VM.snapshot` takes disks to leave out.
    private static final int SNAPSHOT_IGNORES_DISKS_SINCE = 20;

    /// 8.1.
    private static final int XXHASH_SINCE = 14;
    /// 8.3.
    private static final int READS_ALLOCATION_SINCE = 20;

    public static final Profile XCP_NG_8_3 = new Profile("8.3", 21, version("8.3.0", "3.4.0", "25.6", "cloud"));
    public static final Profile XCP_NG_8_2 =
            new Profile("8.2", 15, version("8.2.1", "3.2.1", "1.20", "release/yangtze/master/58"));

    public Profile {
        softwareVersion = Map.copyOf(softwareVersion);
    }

    public static Profile named(String name) {
        return switch (name) {
            case "8.3" -> XCP_NG_8_3;
            case "8.2" -> XCP_NG_8_2;
            default -> throw new IllegalArgumentException("no profile " + name + "; there are 8.3 and 8.2");
        };
    }

    public int mostSnapshotArguments() {
        return apiMinor >= SNAPSHOT_IGNORES_DISKS_SINCE ? 3 : 2;
    }

    /// Whether `/export` compresses with zstd: from 8.1 on.
    public boolean exportsZstd() {
        return apiMinor >= XXHASH_SINCE;
    }

    public BlockChecksum blockChecksum() {
        return apiMinor >= XXHASH_SINCE ? BlockChecksum.XXHASH : BlockChecksum.SHA1;
    }

    public Sparseness sparseness() {
        return apiMinor >= READS_ALLOCATION_SINCE ? Sparseness.UNALLOCATED : Sparseness.ZEROS;
    }

    private static Map<String, String> version(String product, String platform, String xapi, String build) {
        return Map.ofEntries(
                Map.entry("product_brand", "XCP-ng"),
                Map.entry("product_version", product),
                Map.entry("product_version_text", product),
                Map.entry("product_version_text_short", product.substring(0, 3)),
                Map.entry("platform_name", "XCP"),
                Map.entry("platform_version", platform),
                Map.entry("xapi", xapi),
                Map.entry("xapi_build", xapi + ".0"),
                Map.entry("build_number", build),
                Map.entry("git_id", "0"),
                Map.entry("date", "2025-06-01"),
                Map.entry("hostname", "localhost"),
                Map.entry("dbv", "2025.0601"),
                Map.entry("db_schema", "5.783"),
                Map.entry("xen", "4.17.5-10"),
                Map.entry("linux", "4.19.0+1"),
                Map.entry("network_backend", "openvswitch"));
    }
}
