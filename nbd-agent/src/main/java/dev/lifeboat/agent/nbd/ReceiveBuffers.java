package dev.lifeboat.agent.nbd;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.util.UncheckedBooleanSupplier;

/// What one channel is read into. In the clear, over epoll, the transmission takes what it can into its own buffers
/// when there is something to read, before Netty reads the rest. Inside TLS there is room left in front of what is
/// read, see [JoinedRecords].
final class ReceiveBuffers implements RecvByteBufAllocator {
    /// Large enough to make few system calls, small enough to stay in the cache until it is decrypted or copied on.
    private static final int RECEIVE_BYTES = 256 << 10;

    /// Behind a transmission that helps itself there is nothing left, or the end of the connection.
    private static final int REST_BYTES = 256;

    private final RecvByteBufAllocator fixed = new FixedRecvByteBufAllocator(RECEIVE_BYTES);
    private Source source = new Source.Netty(0);

    /// How bytes leave the kernel.
    sealed interface Source {
        /// @param headroomBytes in front of what is read
        record Netty(int headroomBytes) implements Source {}

        /// @param receive takes what there is, up to a limit
        record Straight(Runnable receive) implements Source {}
    }

    /// On the channel's event loop.
    void takeFrom(Source source) {
        this.source = source;
    }

    @Override
    @SuppressWarnings("deprecation") // Netty calls this method, and has no other.
    public Handle newHandle() {
        return new Buffers((ExtendedHandle) fixed.newHandle());
    }

    private final class Buffers extends DelegatingHandle implements ExtendedHandle {
        private final ExtendedHandle fixedHandle;

        Buffers(ExtendedHandle handle) {
            super(handle);
            this.fixedHandle = handle;
        }

        @Override
        public ByteBuf allocate(ByteBufAllocator allocator) {
            return switch (source) {
                case Source.Netty(int headroom) ->
                    allocator.directBuffer(headroom + RECEIVE_BYTES).setIndex(headroom, headroom);
                case Source.Straight(var receive) -> {
                    receive.run();
                    yield allocator.directBuffer(REST_BYTES);
                }
            };
        }

        @Override
        public boolean continueReading(UncheckedBooleanSupplier maybeMore) {
            return fixedHandle.continueReading(maybeMore);
        }
    }
}
