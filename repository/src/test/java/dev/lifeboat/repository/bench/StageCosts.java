package dev.lifeboat.repository.bench;

import com.github.luben.zstd.ZstdCompressCtx;
import com.github.luben.zstd.ZstdDecompressCtx;
import java.lang.management.ManagementFactory;
import java.nio.MappedByteBuffer;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/// What the stages that no backup can do without cost by themselves, one after the other over the same bytes: find
/// zeros, hash, zstd level 1, AES-256-GCM; and back.
///
/// No packs, no map of the disk, no store, no threads: the sum that ingest and export are measured against.
final class StageCosts {
    private static final int CELL = 1 << 20;
    private static final int PIECE = 64 << 10;
    private static final byte[] ZEROS = new byte[PIECE];
    private static final int TAG_BYTES = 16;

    private final MappedByteBuffer image;
    private final MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
    private final Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    private final SecretKeySpec key = new SecretKeySpec(new byte[32], "AES");
    private final byte[] cell = new byte[CELL];
    private final byte[] compressed = new byte[CELL + (CELL >> 7) + 512];
    private final byte[] encrypted = new byte[compressed.length + TAG_BYTES];
    private long cells;

    /// CPU nanoseconds of this thread by stage, since the last [#forgetCosts].
    private final Map<String, Long> costs = new LinkedHashMap<>();

    private long since;

    /// What the way there left, for the way back.
    private record Sealed(byte[] bytes, int rawBytes, boolean compressed, long nonce) {}

    private final List<Sealed> sealed = new ArrayList<>();

    StageCosts(MappedByteBuffer image) throws GeneralSecurityException {
        this.image = image;
    }

    /// @param keep whether the result is kept, so that [#open] has something to do
    void seal(boolean keep) throws GeneralSecurityException {
        sealed.clear();
        try (var zstd = new ZstdCompressCtx()) {
            zstd.setLevel(1);
            for (long offset = 0; offset < image.capacity(); offset += CELL) {
                begin();
                int length = content((int) offset);
                spent("zeros, and a copy");
                if (length > 0) {
                    seal(zstd, length, keep);
                }
            }
        }
    }

    void forget() {
        sealed.clear();
    }

    /// The cell's pieces that are not zero, back to back.
    private int content(int offset) {
        image.get(offset, cell, 0, Math.min(CELL, image.capacity() - offset));
        int length = 0;
        for (int piece = 0; piece < CELL; piece += PIECE) {
            if (!Arrays.equals(cell, piece, piece + PIECE, ZEROS, 0, PIECE)) {
                if (piece != length) {
                    System.arraycopy(cell, piece, cell, length, PIECE);
                }
                length += PIECE;
            }
        }
        return length;
    }

    private void seal(ZstdCompressCtx zstd, int length, boolean keep) throws GeneralSecurityException {
        sha256.update(cell, 0, length);
        sha256.digest();
        spent("SHA-256");
        int shrunk = zstd.compressByteArray(compressed, 0, compressed.length, cell, 0, length);
        spent("zstd");
        boolean worth = shrunk < length;
        var nonce = cells++;
        cipher.init(Cipher.ENCRYPT_MODE, key, nonce(nonce));
        int stored = cipher.doFinal(worth ? compressed : cell, 0, worth ? shrunk : length, encrypted, 0);
        spent("AES-GCM");
        if (keep) {
            sealed.add(new Sealed(Arrays.copyOf(encrypted, stored), length, worth, nonce));
        }
    }

    void open() throws GeneralSecurityException {
        try (var zstd = new ZstdDecompressCtx()) {
            for (var one : sealed) {
                begin();
                cipher.init(Cipher.DECRYPT_MODE, key, nonce(one.nonce()));
                int length =
                        cipher.doFinal(one.bytes(), 0, one.bytes().length, one.compressed() ? compressed : cell, 0);
                spent("AES-GCM, back");
                if (one.compressed()) {
                    zstd.decompressByteArray(cell, 0, cell.length, compressed, 0, length);
                    spent("zstd, back");
                }
                sha256.update(cell, 0, one.rawBytes());
                sha256.digest();
                spent("SHA-256, back");
            }
        }
    }

    Map<String, Long> costs() {
        return costs;
    }

    void forgetCosts() {
        costs.clear();
    }

    private void begin() {
        since = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private void spent(String stage) {
        long before = since;
        begin();
        costs.merge(stage, since - before, Long::sum);
    }

    private static GCMParameterSpec nonce(long number) {
        var bytes = new byte[12];
        for (int i = 0; i < Long.BYTES; i++) {
            bytes[i] = (byte) (number >>> (8 * i));
        }
        return new GCMParameterSpec(8 * TAG_BYTES, bytes);
    }
}
