package dev.lifeboat.simulator.archive;

import dev.lifeboat.simulator.profile.Profile;
import dev.lifeboat.simulator.rpc.CompactTime;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/// Which release wrote an archive.
record ArchiveVersion(long major, long minor) implements Comparable<ArchiveVersion> {
    /// Checksums follow each block of a disk.
    private static final String EXPORT_VERSION = "2";

    static ArchiveVersion of(Profile profile) {
        return of(profile.softwareVersion().getOrDefault("xapi", "1.0").split("\\.", 3));
    }

    private static ArchiveVersion of(String[] parts) {
        return new ArchiveVersion(Long.parseLong(parts[0]), Long.parseLong(parts[1]));
    }

    static ArchiveVersion read(Map<?, ?> version) {
        return of(new String[] {String.valueOf(version.get("xapi_major")), String.valueOf(version.get("xapi_minor"))});
    }

    Map<String, Object> write(Profile profile, Instant now) {
        var software = profile.softwareVersion();
        var version = new LinkedHashMap<String, Object>();
        version.put("hostname", software.getOrDefault("hostname", ""));
        version.put("date", CompactTime.format(now));
        version.put("product_version", software.getOrDefault("product_version", ""));
        version.put("product_brand", software.getOrDefault("product_brand", ""));
        version.put("build_number", software.getOrDefault("build_number", ""));
        version.put("xapi_major", Long.toString(major));
        version.put("xapi_minor", Long.toString(minor));
        version.put("export_vsn", EXPORT_VERSION);
        return version;
    }

    @Override
    public int compareTo(ArchiveVersion other) {
        return major == other.major ? Long.compare(minor, other.minor) : Long.compare(major, other.major);
    }
}
