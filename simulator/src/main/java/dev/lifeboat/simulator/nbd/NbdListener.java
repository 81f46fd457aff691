package dev.lifeboat.simulator.nbd;

import dev.lifeboat.simulator.api.Host;
import dev.lifeboat.simulator.tcp.TcpListener;
import java.io.Closeable;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Speaks NBD on one address of a host. Connections beyond the cap, and those to a network without the purpose, are
/// closed unheard.
public final class NbdListener implements Closeable {
    private static final int MOST_CONNECTIONS = 16;

    private final TcpListener listener;

    private NbdListener(TcpListener listener) {
        this.listener = listener;
    }

    /// `open` is shared by all addresses of a host, since the cap is the host's.
    public static NbdListener start(ServerSocket server, Host host, NbdContext context, Set<Socket> open) {
        var address = server.getInetAddress().getHostAddress();
        var listener = new TcpListener("nbd", server, open, new Connections(context, host, address, open));
        listener.start();
        return new NbdListener(listener);
    }

    public static Set<Socket> connections() {
        return ConcurrentHashMap.newKeySet();
    }

    @Override
    public void close() throws IOException {
        listener.close();
    }

    private record Connections(NbdContext context, Host host, String address, Set<Socket> open)
            implements TcpListener.Service {
        @Override
        public boolean admits(Socket socket) throws IOException {
            boolean admitted = open.size() < MOST_CONNECTIONS
                    && !context.pool().faults().refusesNbd()
                    && context.pool().states().reachable(host);
            if (!admitted) {
                socket.close();
            }
            return admitted;
        }

        @Override
        public void serve(Socket socket) throws IOException {
            var mode = Purposes.modeOf(context.pool(), host, address);
            if (mode != SecurityMode.CLOSED) {
                new NbdConnection(context, host, mode).serve(socket);
            }
        }
    }
}
