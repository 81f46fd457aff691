package dev.lifeboat.agent.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/// Raw disks for tests.
final class Disks {

    static final String VM = "00000000-0000-0000-0000-00000000000a";

    private Disks() {}

    /// Noise, text, and holes at the start, in the middle and at the end; not a whole number of pieces.
    static byte[] some(long seed) {
        var random = new Random(seed);
        var disk = new byte[(9 << 20) + 12_345];
        fill(disk, 1 << 20, 3 << 20, random);
        fill(disk, (5 << 20) + 65_536, 1 << 20, random);
        return disk;
    }

    static void fill(byte[] disk, int offset, int length, Random random) {
        var noise = new byte[length];
        random.nextBytes(noise);
        System.arraycopy(noise, 0, disk, offset, length);
    }

    static Path file(Path folder, String name, byte[] disk) throws IOException {
        return Files.write(folder.resolve(name), disk);
    }
}
