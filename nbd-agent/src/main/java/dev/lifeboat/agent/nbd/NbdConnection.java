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
    private final String server;
    private final Export export;
    private final boolean encrypted;
    private final TransmissionHandler transmission;
    private final AtomicLong inFlightBytes = new AtomicLong();

    NbdConnection(
            Channel channel, NbdExport target, Export export, boolean encrypted, TransmissionHandler transmission) {
        this.channel = channel;
        this.server = nameOf(target);
        this.export = export;
        this.encrypted = encrypted;
        this.transmission = transmission;
    }

    /// Called on the connection's event loop; must not block.
    interface Listener {
        /// The server answered with an error; the connection lives.
        void refused(NbdConnection connection, ReadRequest request, SimpleReply reply);

        /// The connection is no more; these are what it owes.
        void lost(NbdConnection connection, List<ReadRequest> unanswered, NbdException reason);
    }

    static String nameOf(NbdExport target) {
        var host = target.address().contains(":") ? "[" + target.address() + "]" : target.address();
        return "NBD server " + host + ":" + target.port();
    }

    void submit(List<ReadRequest> requests) {
        requests.forEach(request -> inFlightBytes.addAndGet(request.lengthBytes()));
        channel.eventLoop().execute(() -> transmission.submit(requests));
    }

    void finished(ReadRequest request) {
        inFlightBytes.addAndGet(-request.lengthBytes());
    }

    /// A measure of how busy it is.
    long inFlightBytes() {
        return inFlightBytes.get();
    }

    Export export() {
        return export;
    }

    boolean isEncrypted() {
        return encrypted;
    }

    void later(Runnable work, Duration delay) {
        var _ = channel.eventLoop().schedule(work, delay.toNanos(), TimeUnit.NANOSECONDS);
    }

    /// Says good-bye and gives back what is in flight.
    ChannelFuture close() {
        channel.eventLoop().execute(transmission::disconnect);
        return channel.closeFuture();
    }

    @Override
    public String toString() {
        return server;
    }
}
