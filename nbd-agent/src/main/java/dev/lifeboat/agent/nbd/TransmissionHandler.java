package dev.lifeboat.agent.nbd;

import dev.lifeboat.xen.NbdExport;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs a [Transmission] on a channel: all on its event loop. The first thing that goes wrong ends the connection and
/// gives back what was in flight, once.
final class TransmissionHandler extends ChannelInboundHandlerAdapter implements Transmission.Events {
    private static final Logger LOG = LoggerFactory.getLogger(TransmissionHandler.class);

    /// Then other connections of the same event loop have their turn.
    private static final int MOST_AT_ONCE_BYTES = 1 << 20;

    private final NbdConnection connection;
    private final NbdConnection.Listener listener;
    private final Channel channel;
    private final Transmission transmission;
    private final Window window;
    private Optional<NbdException> lost = Optional.empty();

    TransmissionHandler(
            Channel channel,
            NbdExport target,
            NbdConnection.Opened opened,
            Window window,
            NbdConnection.Listener listener) {
        this.channel = channel;
        this.listener = listener;
        this.window = window;
        this.transmission = new Transmission(opened.export(), this);
        this.connection = new NbdConnection(channel, target, opened, this, window);
    }

    NbdConnection connection() {
        return connection;
    }

    void submit(List<Request> requests) {
        if (lost.isPresent()) {
            giveBack(requests, lost.get());
            return;
        }
        var out = channel.alloc().directBuffer(requests.size() * Request.BYTES);
        requests.forEach(request -> transmission.send(request, out));
        connection.waitingSince(transmission.waitingSinceNanos());
        channel.writeAndFlush(out).addListener((ChannelFutureListener) sent -> {
            if (!sent.isSuccess()) {
                lose(new ConnectionLostException(connection + ": cannot send requests: " + sent.cause(), sent.cause()));
            }
        });
    }

    void drop(String why) {
        lose(new ConnectionLostException(connection + ": " + why));
    }

    void disconnect() {
        if (lost.isEmpty()) {
            var out = channel.alloc().directBuffer(Request.BYTES);
            new Disconnect().write(out);
            abandon(new ConnectionLostException(connection + ": we ended the connection"));
            channel.writeAndFlush(out).addListener(ChannelFutureListener.CLOSE);
        }
    }

    /// Takes what has arrived at the socket right where it belongs.
    void receiveFrom(int socket) {
        try {
            for (int left = MOST_AT_ONCE_BYTES; left > 0 && lost.isEmpty(); ) {
                int count = KernelReceive.receive(socket, transmission.room());
                if (count == 0) {
                    return;
                }
                left -= count;
                connection.received(count);
                transmission.received();
            }
        } catch (NbdProtocolException e) {
            // Netty is about to read from this socket, which must not be closed under its feet.
            abandon(new ConnectionLostException(connection + ": " + e.getMessage(), e));
            channel.eventLoop().execute(() -> {
                var _ = channel.close();
            });
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        var in = (ByteBuf) message;
        try {
            if (lost.isEmpty()) {
                connection.received(in.readableBytes());
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
    public void answered(InFlight answer) {
        var request = answer.request();
        long now = System.nanoTime();
        window.answered(now, now - answer.sentNanos(), request.expectedBytes());
        connection.waitingSince(transmission.waitingSinceNanos());
        connection.release(request);
        listener.answered(connection);
        answer.tell();
    }

    @Override
    public void refused(Request request, ServerError error) {
        connection.waitingSince(transmission.waitingSinceNanos());
        connection.release(request);
        listener.refused(connection, request, error);
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

    private void giveBack(List<Request> requests, NbdException reason) {
        requests.forEach(connection::release);
        listener.lost(connection, requests, reason);
    }
}
