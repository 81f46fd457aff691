package dev.lifeboat.simulator.transfer;

import dev.lifeboat.simulator.storage.StorageFailure;
import dev.lifeboat.simulator.xva.DiskInput;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// How the bytes of an import describe a disk.
enum DiskStream {
    /// All bytes from the first on; a stream may be shorter than the disk.
    RAW {
        @Override
        void read(InputStream in, DiskWriter disk) throws IOException {
            var piece = new byte[PIECE_BYTES];
            long offset = 0;
            while (true) {
                int read = in.readNBytes(piece, 0, piece.length);
                if (read == 0) {
                    return;
                }
                disk.write(offset, piece, 0, read);
                offset += read;
            }
        }
    },

    /// Ranges in any order, each with its offset and length in little endian; a length of zero ends them.
    CHUNKED {
        @Override
        void read(InputStream in, DiskWriter disk) throws IOException {
            var piece = new byte[PIECE_BYTES];
            while (true) {
                var head =
                        ByteBuffer.wrap(exactly(in, Long.BYTES + Integer.BYTES)).order(ByteOrder.LITTLE_ENDIAN);
                long offset = head.getLong();
                long length = Integer.toUnsignedLong(head.getInt());
                if (length == 0) {
                    return;
                }
                for (long done = 0; done < length; ) {
                    int now = (int) Math.min(piece.length, length - done);
                    if (in.readNBytes(piece, 0, now) < now) {
                        throw new EOFException("a chunk ends early");
                    }
                    disk.write(offset + done, piece, 0, now);
                    done += now;
                }
            }
        }
    },

    /// A VHD file: only sectors that its bitmaps mark are written.
    VHD {
        @Override
        void read(InputStream in, DiskWriter disk) throws IOException {
            new VhdImport(in, disk).read();
        }
    },

    /// Blocks of 1 MiB with checksums, as in an archive; those that are not there are not written.
    TAR {
        @Override
        void read(InputStream in, DiskWriter disk) throws IOException {
            new DiskInput(in, true).disk(DiskExport.TAR_DIRECTORY, disk);
        }
    };

    private static final int PIECE_BYTES = 512 * 1024;

    abstract void read(InputStream in, DiskWriter disk) throws IOException;

    static byte[] exactly(InputStream in, int bytes) throws IOException {
        var read = in.readNBytes(bytes);
        if (read.length < bytes) {
            throw new EOFException("expected " + bytes + " bytes, but only " + read.length + " came");
        }
        return read;
    }

    static StorageFailure malformed(String what) {
        return new StorageFailure("not a VHD stream: " + what);
    }
}
