package dev.lifeboat.agent.nbd;

import dev.lifeboat.xen.NbdExport;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.ReentrantLock;

/// Opens connections, for all disks of this process on the same few event loops.
public final class NbdClient implements AutoCloseable {
    /// Receiving is a copy out of the kernel, and with TLS a decryption: two threads feed more than the hashing behind
    /// them can take.
    private static final int EVENT_LOOPS = Math.min(2, Runtime.getRuntime().availableProcessors());

    /// Of one connection; more is asked of another one.
    private static final long MOST_IN_FLIGHT_BYTES = 64L << 20;

    private final Transport transport;
    private final EventLoopGroup loops;

    /// Hosts attach a disk for each connection, and trip over two at a time.
    private final ReentrantLock opening = new ReentrantLock(true);

    public NbdClient() {
        this(Transport.best());
    }

    NbdClient(Transport transport) {
        this.transport = transport;
        this.loops = transport.loops(
                EVENT_LOOPS, Thread.ofPlatform().name("nbd-", 0).daemon().factory());
    }

    /// Opens the disk at one server, within the time that the settings give.
    NbdConnection connect(NbdExport target, NbdSettings settings, NbdConnection.Listener listener)
            throws InterruptedException {
        opening.lockInterruptibly();
        try {
            return await(start(target, settings, listener), target, settings);
        } finally {
            opening.unlock();
        }
    }

    private CompletableFuture<NbdConnection> start(
            NbdExport target, NbdSettings settings, NbdConnection.Listener listener) {
        var opened = new CompletableFuture<NbdConnection>();
        var handshake = new Handshake(target.exportName(), settings.tls(), settings.contexts());
        var buffers = new ReceiveBuffers();
        var handler = new HandshakeHandler(
                target,
                handshake,
                buffers,
                (channel, export) ->
                        new TransmissionHandler(channel, target, export, window(export, settings), listener),
                opened);
        var connecting = new Bootstrap()
                .group(loops)
                .channel(transport.channel())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(
                        ChannelOption.CONNECT_TIMEOUT_MILLIS,
                        Math.toIntExact(settings.connectTimeout().toMillis()))
                .option(ChannelOption.RECVBUF_ALLOCATOR, buffers)
                .handler(new ChannelInitializer<SocketChannel>() {
                    @Override
                    protected void initChannel(SocketChannel channel) {
                        channel.pipeline().addLast(handler);
                    }
                })
                .connect(new InetSocketAddress(InetAddress.ofLiteral(target.address()), target.port()));
        connecting.addListener(done -> {
            if (!done.isSuccess()) {
                opened.completeExceptionally(new NbdUnavailableException(
                        "it cannot be reached: " + done.cause().getMessage(), done.cause()));
            }
        });
        var _ = opened.whenComplete((_, failure) -> {
            if (failure != null) {
                var _ = connecting.channel().close();
            }
        });
        return opened;
    }

    private static Window window(NbdConnection.Opened opened, NbdSettings settings) {
        int requestBytes = opened.export().requestBytes(settings.requestBytes());
        return new Window(requestBytes, MOST_IN_FLIGHT_BYTES, System.nanoTime());
    }

    /// Runs work on an event loop, which it must not block, again and again until it is cancelled.
    Future<?> every(Duration period, Runnable work) {
        return loops.next().scheduleAtFixedRate(work, period.toNanos(), period.toNanos(), TimeUnit.NANOSECONDS);
    }

    private static NbdConnection await(CompletableFuture<NbdConnection> opened, NbdExport target, NbdSettings settings)
            throws InterruptedException {
        var limit = settings.connectTimeout().plus(settings.replyTimeout());
        var server = NbdConnection.nameOf(target);
        try {
            return opened.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            opened.completeExceptionally(e);
            throw new NbdUnavailableException(
                    server + ": no connection and handshake within " + limit.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            opened.completeExceptionally(e);
            throw e;
        } catch (ExecutionException e) {
            var cause = e.getCause() == null ? e : e.getCause();
            throw new NbdUnavailableException(server + ": " + cause.getMessage(), cause);
        }
    }

    /// Ends the event loops; disks are closed before.
    @Override
    public void close() {
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
}
