package dev.lifeboat.repository.export;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;

/// Where a part is held until the store has it, which may have to be told twice.
///
/// @param largestBytes of a part that is held on the heap. Larger ones, of which objects of hundreds of
///     gigabytes are made, are one temporary file each: a process has not so much memory, and the kernel
///     can write a file back.
record PartMemory(int largestBytes) {

    /// Two of them in the heap of an agent.
    static final PartMemory STANDARD = new PartMemory(32 << 20);

    /// Goes when the arena is closed.
    ByteBuffer allocate(int bytes, Arena arena) {
        return bytes <= largestBytes ? ByteBuffer.allocate(bytes) : mapped(bytes, arena);
    }

    private static ByteBuffer mapped(int bytes, Arena arena) {
        try {
            var file = Files.createTempFile("part-", ".tmp");
            try (var channel = FileChannel.open(
                    file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE)) {
                return channel.map(MapMode.READ_WRITE, 0, bytes, arena).asByteBuffer();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("A temporary file of " + bytes + " bytes for a part cannot be made", e);
        }
    }
}
