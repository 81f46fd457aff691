package dev.lifeboat.agent.nbd;

import dev.lifeboat.xen.NbdExport;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs a [Transmission] on a channel: all on its event loop. The first thing that goes wrong ends the connection and
/// gives back what was in flight, once.
final class TransmissionHandler extends ChannelInboundHandlerAdapter implements Transmission.Events {
    private static final Logger LOG = LoggerFactory.getLogger(TransmissionHandler.class);

    private final NbdConnection connection;
    private final NbdConnection.Listener listener;
    private final Duration replyTimeout;
    private final Channel channel;
    private final Transmission transmission;
    private long quietSince = System.nanoTime();
    private Optional<NbdException> lost = Optional.empty();

    TransmissionHandler(
            Channel channel,
            NbdExport target,
            Export export,
            boolean encrypted,
            Duration replyTimeout,
            NbdConnection.Listener listener) {
        this.channel = channel;
        this.listener = listener;
        this.replyTimeout = replyTimeout;
        this.transmission = new Transmission(export, this);
        this.connection = new NbdConnection(channel, target, export, encrypted, this);
        watch();
    }

    NbdConnection connection() {
        return connection;
    }

    void submit(List<ReadRequest> requests) {
        if (lost.isPresent()) {
            giveBack(requests, lost.get());
            return;
        }
        if (transmission.isIdle()) {
            quietSince = System.nanoTime();
        }
        var out = channel.alloc().directBuffer(requests.size() * ReadRequest.BYTES);
        requests.forEach(request -> transmission.send(request, out));
        channel.writeAndFlush(out).addListener((ChannelFutureListener) sent -> {
            if (!sent.isSuccess()) {
                lose(new ConnectionLostException(connection + ": cannot send requests: " + sent.cause(), sent.cause()));
            }
        });
    }

    void disconnect() {
        if (lost.isEmpty()) {
            var out = channel.alloc().directBuffer(ReadRequest.BYTES);
            new Disconnect().write(out);
            abandon(new ConnectionLostException(connection + ": we ended the connection"));
            channel.writeAndFlush(out).addListener(ChannelFutureListener.CLOSE);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        var in = (ByteBuf) message;
        try {
            if (lost.isEmpty()) {
                quietSince = System.nanoTime();
                transmission.receive(in);
            }
        } catch (NbdProtocolException e) {
            lose(new ConnectionLostException(connection + ": " + e.getMessage(), e));
        } finally {
            in.release();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        lose(new ConnectionLostException(connection + ": it closed the connection"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        lose(new ConnectionLostException(connection + ": the connection broke: " + cause, cause));
    }

    @Override
    public void answered(ReadRequest request) {
        connection.finished(request);
        request.outcome().read();
    }

    @Override
    public void refused(ReadRequest request, SimpleReply reply) {
        connection.finished(request);
        listener.refused(connection, request, reply);
    }

    private void watch() {
        long periodMillis = Math.max(1, replyTimeout.toMillis() / 8);
        var watch = channel.eventLoop()
                .scheduleWithFixedDelay(this::checkSilence, periodMillis, periodMillis, TimeUnit.MILLISECONDS);
        channel.closeFuture().addListener(_ -> watch.cancel(false));
    }

    private void checkSilence() {
        var silence = Duration.ofNanos(System.nanoTime() - quietSince);
        if (!transmission.isIdle() && silence.compareTo(replyTimeout) > 0) {
            lose(new ConnectionLostException(
                    connection + ": no byte for " + silence.toSeconds() + " s while reads are in flight"));
        }
    }

    private void lose(NbdException reason) {
        if (lost.isEmpty()) {
            abandon(reason);
        }
        var _ = channel.close();
    }

    private void abandon(NbdException reason) {
        lost = Optional.of(reason);
        LOG.debug("{}", reason.getMessage());
        giveBack(transmission.abandon(), reason);
    }

    private void giveBack(List<ReadRequest> requests, NbdException reason) {
        requests.forEach(connection::finished);
        listener.lost(connection, requests, reason);
    }
}
