package dev.lifeboat.xen.vhd;

/// Cylinders, heads and sectors that a BIOS of old would see, by the format's own rule.
record Geometry(int cylinders, int heads, int sectorsPerTrack) {

    private static final long MOST_SECTORS = 65_535L * 16 * 255;

    static Geometry of(long sizeBytes) {
        long sectors = Math.min(sizeBytes / Layout.SECTOR_BYTES, MOST_SECTORS);
        if (sectors >= 65_535L * 16 * 63) {
            return of(sectors, 16, 255);
        }
        long tracks = sectors / 17;
        long heads = Math.max(4, Math.ceilDiv(tracks, 1024));
        if (tracks < heads * 1024 && heads <= 16) {
            return of(sectors, (int) heads, 17);
        }
        return sectors / 31 < 16 * 1024 ? of(sectors, 16, 31) : of(sectors, 16, 63);
    }

    private static Geometry of(long sectors, int heads, int perTrack) {
        return new Geometry((int) (sectors / perTrack / heads), heads, perTrack);
    }
}
