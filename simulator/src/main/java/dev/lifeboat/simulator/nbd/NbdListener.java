package dev.lifeboat.simulator.nbd;

import dev.lifeboat.simulator.api.Host;
import java.io.Closeable;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Accepts NBD connections of one host. Those beyond the cap, and those to a network without the purpose, are closed
/// unheard.
public final class NbdListener implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(NbdListener.class);
    private static final int MOST_CONNECTIONS = 16;

    private final ServerSocket server;
    private final Host host;
    private final NbdContext context;
    private final Set<Socket> open;

    private NbdListener(ServerSocket server, Host host, NbdContext context, Set<Socket> open) {
        this.server = server;
        this.host = host;
        this.context = context;
        this.open = open;
    }

    /// `open` is shared by all addresses of a host, since the cap is the host's.
    public static NbdListener start(ServerSocket server, Host host, NbdContext context, Set<Socket> open) {
        var listener = new NbdListener(server, host, context, open);
        Thread.ofVirtual().name("nbd-" + server.getLocalSocketAddress()).start(listener::accept);
        return listener;
    }

    public static Set<Socket> connections() {
        return ConcurrentHashMap.newKeySet();
    }

    @Override
    public void close() throws IOException {
        server.close();
        for (var socket : open) {
            socket.close();
        }
    }

    private void accept() {
        while (!server.isClosed()) {
            try {
                var socket = server.accept();
                if (open.size() >= MOST_CONNECTIONS
                        || context.pool().faults().refusesNbd()
                        || !context.pool().states().reachable(host)) {
                    socket.close();
                } else {
                    open.add(socket);
                    Thread.ofVirtual()
                            .name("nbd-" + socket.getRemoteSocketAddress())
                            .start(() -> serve(socket));
                }
            } catch (IOException e) {
                if (!server.isClosed()) {
                    LOG.warn("cannot accept an NBD connection on {}", server.getLocalSocketAddress(), e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            var mode = Purposes.modeOf(
                    context.pool(), host, server.getInetAddress().getHostAddress());
            if (mode != SecurityMode.CLOSED) {
                new NbdConnection(context, host, mode).serve(socket);
            }
        } catch (IOException e) {
            LOG.debug("NBD connection of {} ended: {}", socket.getRemoteSocketAddress(), e.toString());
        } catch (RuntimeException e) {
            LOG.warn("NBD connection of {} failed", socket.getRemoteSocketAddress(), e);
        } finally {
            open.remove(socket);
        }
    }
}
