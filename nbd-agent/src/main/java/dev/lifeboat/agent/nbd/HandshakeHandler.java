package dev.lifeboat.agent.nbd;

import dev.lifeboat.xen.NbdExport;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/// Runs a [Handshake] on a channel, puts TLS under it when it is time, and makes room for the transmission at its end.
final class HandshakeHandler extends ChannelInboundHandlerAdapter {
    private final NbdExport target;
    private final Handshake handshake;
    private final ReceiveBuffers buffers;
    private final BiFunction<Channel, NbdConnection.Opened, TransmissionHandler> transmission;
    private final CompletableFuture<NbdConnection> opened;
    private ByteBuf received = Unpooled.EMPTY_BUFFER;
    private long sentNanos = System.nanoTime();
    private Duration roundTrip = Duration.ofDays(1);

    HandshakeHandler(
            NbdExport target,
            Handshake handshake,
            ReceiveBuffers buffers,
            BiFunction<Channel, NbdConnection.Opened, TransmissionHandler> transmission,
            CompletableFuture<NbdConnection> opened) {
        this.target = target;
        this.handshake = handshake;
        this.buffers = buffers;
        this.transmission = transmission;
        this.opened = opened;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        received = context.alloc().buffer(256);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        received.release();
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        var in = (ByteBuf) message;
        try {
            received.discardReadBytes().writeBytes(in);
        } finally {
            in.release();
        }
        try {
            proceed(context);
        } catch (NbdException e) {
            fail(context, e);
        }
    }

    private void proceed(ChannelHandlerContext context) {
        var out = context.alloc().buffer(256);
        var next = handshake.advance(received, out);
        var answered = Duration.ofNanos(System.nanoTime() - sentNanos);
        roundTrip = answered.compareTo(roundTrip) < 0 ? answered : roundTrip;
        if (out.isReadable()) {
            sentNanos = System.nanoTime();
        }
        var _ = context.writeAndFlush(out);
        switch (next) {
            case Handshake.Next.Wait _ -> {}
            case Handshake.Next.StartTls _ -> startTls(context);
            case Handshake.Next.Open(var export) -> open(context, export);
        }
    }

    private void startTls(ChannelHandlerContext context) {
        var tls = HostTls.handler(target, context.alloc());
        tls.setCumulator(new JoinedRecords());
        buffers.takeFrom(new ReceiveBuffers.Source.Netty(JoinedRecords.HEADROOM_BYTES));
        tls.handshakeFuture().addListener((Future<Object> done) -> {
            if (done.isSuccess()) {
                var out = context.alloc().buffer(256);
                handshake.encrypted(out);
                sentNanos = System.nanoTime();
                var _ = context.writeAndFlush(out);
            } else {
                fail(context, new NbdUnavailableException("no TLS with it: " + rootOf(done.cause()), done.cause()));
            }
        });
        context.pipeline().addFirst(tls);
    }

    private void open(ChannelHandlerContext context, OpenedExport export) {
        if (received.isReadable()) {
            throw new NbdProtocolException(
                    "it sent %d bytes that nobody asked for".formatted(received.readableBytes()));
        }
        var handler = transmission.apply(
                context.channel(), new NbdConnection.Opened(export, handshake.isEncrypted(), roundTrip));
        if (context.channel() instanceof EpollSocketChannel socket && !handshake.isEncrypted()) {
            buffers.takeFrom(new ReceiveBuffers.Source.Straight(
                    () -> handler.receiveFrom(socket.fd().intValue())));
        }
        context.pipeline().addLast(handler);
        context.pipeline().remove(this);
        if (!opened.complete(handler.connection())) {
            var _ = context.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        fail(context, new NbdUnavailableException(handshake.silence()));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        fail(context, new NbdUnavailableException("the connection broke: " + rootOf(cause), cause));
    }

    private void fail(ChannelHandlerContext context, NbdException reason) {
        opened.completeExceptionally(reason);
        var _ = context.close();
    }

    /// Netty and TLS engines wrap the reason, at times three deep.
    private static String rootOf(Throwable failure) {
        var root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }
}
