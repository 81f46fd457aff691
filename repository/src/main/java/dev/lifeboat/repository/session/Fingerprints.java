package dev.lifeboat.repository.session;

import dev.lifeboat.repository.chunk.ChunkId;
import dev.lifeboat.repository.chunk.PackId;
import dev.lifeboat.repository.crypto.Seals;
import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.repository.point.BackupHeader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/// SHA-256 over what makes two orders, or two bases, the same.
final class Fingerprints {

    private static final int PAGE_BYTES = Integer.BYTES + ChunkId.BYTES + PackId.BYTES;

    private final MessageDigest sha256;

    private Fingerprints() {
        try {
            sha256 = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-256", e);
        }
    }

    /// The same for all tries of one order, so that the next one finds the session without a search. Says as
    /// much of the order as the name of its recovery point does.
    static UUID session(Seals seals, BackupHeader header) {
        var name = seals.publicName("session", header.vmUuid() + " " + header.pointId());
        var digest = new Fingerprints().text("session").text(name).end();
        var bits = ByteBuffer.wrap(digest);
        // Version 8, variant 2: a UUID made up by its own rules.
        long high = (bits.getLong() & ~0xF000L) | 0x8000L;
        long low = (bits.getLong() & ~0xC000000000000000L) | 0x8000000000000000L;
        return new UUID(high, low);
    }

    /// All of a header but what it says of the machine: a hypervisor's records of one and the same snapshot
    /// change from look to look.
    static String order(BackupHeader header) {
        var fingerprint = new Fingerprints()
                .text(header.vmUuid().toString())
                .text(header.pointId().value())
                .text(header.pointInTime().toString())
                .text(header.vmName())
                .text(header.poolUuid().toString())
                .text(header.poolName());
        new TreeMap<>(header.labels())
                .forEach((name, value) -> fingerprint.text(name).text(value));
        return HexFormat.of().formatHex(fingerprint.end());
    }

    /// Empty for no base.
    static String base(Optional<DiskImage> base) {
        return base.map(Fingerprints::image).orElse("");
    }

    private static String image(DiskImage image) {
        var fingerprint = new Fingerprints().text(Long.toString(image.sizeBytes()));
        for (var page : image.pages()) {
            var bytes = ByteBuffer.allocate(PAGE_BYTES).putInt(page.index());
            page.chunk().chunk().write(bytes);
            page.chunk().pack().write(bytes);
            fingerprint.sha256.update(bytes.flip());
        }
        return HexFormat.of().formatHex(fingerprint.end());
    }

    /// With its length before it, so that no two lists of texts look the same.
    private Fingerprints text(String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        sha256.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
        sha256.update(bytes);
        return this;
    }

    private byte[] end() {
        return sha256.digest();
    }
}
