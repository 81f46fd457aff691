package dev.lifeboat.agent.nbd;

import dev.lifeboat.xen.NbdExport;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// An open connection with an open export. What it cannot answer it gives back, see [Listener].
final class NbdConnection {
    private final Channel channel;
    private final NbdExport target;
    private final Opened opened;
    private final TransmissionHandler transmission;
    private final Window window;
    private final AtomicLong inFlightBytes = new AtomicLong();
    private final AtomicLong receivedBytes = new AtomicLong();
    private volatile long waitingSince = Long.MAX_VALUE;

    /// What the handshake ended in.
    ///
    /// @param roundTrip the shortest that was seen
    record Opened(OpenedExport export, boolean encrypted, Duration roundTrip) {}

    NbdConnection(Channel channel, NbdExport target, Opened opened, TransmissionHandler transmission, Window window) {
        this.channel = channel;
        this.target = target;
        this.opened = opened;
        this.transmission = transmission;
        this.window = window;
    }

    /// Called on the connection's event loop; must not block.
    interface Listener {
        /// A request was answered, so there is room for another.
        void answered(NbdConnection connection);

        /// The server answered with an error; the connection lives.
        void refused(NbdConnection connection, Request request, ServerError error);

        /// The connection is no more; these are what it owes.
        void lost(NbdConnection connection, List<Request> unanswered, NbdException reason);
    }

    static String nameOf(NbdExport target) {
        var host = target.address().contains(":") ? "[" + target.address() + "]" : target.address();
        return "NBD server " + host + ":" + target.port();
    }

    void submit(List<Request> requests) {
        channel.eventLoop().execute(() -> transmission.submit(requests));
    }

    /// To be called before [#submit], so that the next one who looks sees it taken.
    void reserve(Request request) {
        inFlightBytes.addAndGet(request.expectedBytes());
    }

    void release(Request request) {
        inFlightBytes.addAndGet(-request.expectedBytes());
    }

    /// How much more it should be asked now; not positive when it has enough to do.
    long roomBytes() {
        return window.limitBytes() - inFlightBytes.get();
    }

    boolean isIdle() {
        return inFlightBytes.get() == 0;
    }

    /// On the event loop.
    void received(int bytes) {
        receivedBytes.addAndGet(bytes);
    }

    /// Of data and all else, since it was opened.
    long receivedBytes() {
        return receivedBytes.get();
    }

    /// On the event loop.
    ///
    /// @param nanos when the oldest request in flight was sent, or [Long#MAX_VALUE]
    void waitingSince(long nanos) {
        waitingSince = nanos;
    }

    /// How long the oldest request in flight has been unanswered.
    Duration waiting() {
        long since = waitingSince;
        return since == Long.MAX_VALUE ? Duration.ZERO : Duration.ofNanos(System.nanoTime() - since);
    }

    NbdExport target() {
        return target;
    }

    OpenedExport export() {
        return opened.export();
    }

    boolean isEncrypted() {
        return opened.encrypted();
    }

    Duration roundTrip() {
        return opened.roundTrip();
    }

    void later(Runnable work, Duration delay) {
        var _ = channel.eventLoop().schedule(work, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Ends it as if the server had; what is in flight is given back.
    void drop(String why) {
        channel.eventLoop().execute(() -> transmission.drop(why));
    }

    /// Says good-bye and gives back what is in flight.
    ChannelFuture close() {
        channel.eventLoop().execute(transmission::disconnect);
        return channel.closeFuture();
    }

    @Override
    public String toString() {
        return nameOf(target);
    }
}
