package dev.lifeboat.agent.nbd;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;

/// `recv(2)` into an array, without the copy through memory outside of the heap that the JDK's and Netty's own reads
/// make: disk data is hashed and compressed from arrays. It never waits.
final class KernelReceive {
    /// The collector waits while a call is under way, so a call must be short: this is some fifty microseconds.
    private static final int MOST_BYTES = 256 << 10;

    private static final int MSG_DONTWAIT = 0x40;

    private static final MethodHandle RECV = recv();

    private KernelReceive() {}

    @SuppressWarnings("restricted") // The launcher and the manifest allow it.
    private static MethodHandle recv() {
        var linker = Linker.nativeLinker();
        return linker.downcallHandle(
                linker.defaultLookup().findOrThrow("recv"),
                FunctionDescriptor.of(
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT),
                Linker.Option.critical(true));
    }

    /// @return how many bytes were received, and the target's position moved; 0 if there are none now, or the
    ///     connection is at its end or broken: whoever reads next will find out which
    static int receive(int socket, ByteBuffer target) {
        int most = Math.min(target.remaining(), MOST_BYTES);
        try {
            long count = (long) RECV.invokeExact(socket, MemorySegment.ofBuffer(target), (long) most, MSG_DONTWAIT);
            if (count > 0) {
                target.position(target.position() + (int) count);
            }
            return (int) Math.max(count, 0);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException("recv failed to be called", e);
        }
    }
}
