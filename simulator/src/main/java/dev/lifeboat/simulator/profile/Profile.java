package dev.lifeboat.simulator.profile;

import dev.lifeboat.simulator.tls.TlsPolicy;
import dev.lifeboat.simulator.xva.BlockChecksum;
import dev.lifeboat.simulator.xva.Sparseness;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// A release of the server: what it says of itself, and where its calls differ (facts, section 1.9).
public record Profile(String name, int apiMinor, Map<String, String> softwareVersion, TlsPolicy tls) {
    public static final Profile XENSERVER_6_5 =
            new Profile("6.5", 3, version("XenServer", "6.5.0", "1.9.0", "1.3", "90233c"), TlsPolicy.WITH_CBC_CIPHERS);
    public static final Profile XENSERVER_7_2 = new Profile(
            "7.2", 7, version("XenServer", "7.2.0", "2.3.0", "1.14", "release/falcon/master/8"), TlsPolicy.MIXED);
    public static final Profile XCP_NG_7_6 = new Profile(
            "7.6", 11, version("XCP-ng", "7.6.0", "2.7.0", "1.14", "release/lima/master/7"), TlsPolicy.MIXED);
    public static final Profile XCP_NG_8_0 = new Profile(
            "8.0", 12, version("XCP-ng", "8.0.0", "3.0.0", "1.14", "release/naples/master/45"), TlsPolicy.MIXED);
    public static final Profile XCP_NG_8_2 = new Profile(
            "8.2", 15, version("XCP-ng", "8.2.1", "3.2.1", "1.20", "release/yangtze/master/58"), TlsPolicy.STRICT);
    public static final Profile XCP_NG_8_3 =
            new Profile("8.3", 21, version("XCP-ng", "8.3.0", "3.4.0", "25.6", "cloud"), TlsPolicy.STRICT);

    public Profile {
        softwareVersion = Map.copyOf(softwareVersion);
    }

    /// All profiles, the oldest first.
    public static List<Profile> all() {
        return List.of(XENSERVER_6_5, XENSERVER_7_2, XCP_NG_7_6, XCP_NG_8_0, XCP_NG_8_2, XCP_NG_8_3);
    }

    public static Profile named(String name) {
        return all().stream()
                .filter(profile -> profile.name.equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no profile " + name + "; there are "
                        + all().stream().map(Profile::name).collect(Collectors.joining(", "))));
    }

    public boolean has(Feature feature) {
        return feature.isIn(apiMinor);
    }

    /// The same release with other TLS versions and ciphers.
    public Profile tls(TlsPolicy policy) {
        return new Profile(name, apiMinor, softwareVersion, policy);
    }

    public int mostSnapshotArguments() {
        return has(Feature.SNAPSHOT_IGNORES_DISKS) ? 3 : 2;
    }

    public BlockChecksum blockChecksum() {
        return has(Feature.XXHASH_AND_ZSTD) ? BlockChecksum.XXHASH : BlockChecksum.SHA1;
    }

    public Sparseness sparseness() {
        return has(Feature.ALLOCATION_READ) ? Sparseness.UNALLOCATED : Sparseness.ZEROS;
    }

    private static Map<String, String> version(
            String brand, String product, String platform, String xapi, String build) {
        return Map.ofEntries(
                Map.entry("product_brand", brand),
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

    @Override
    public String toString() {
        return name;
    }
}
