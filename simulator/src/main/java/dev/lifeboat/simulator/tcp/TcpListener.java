package dev.lifeboat.simulator.tcp;

import java.io.Closeable;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Accepts connections on one address and serves each on a virtual thread of its own.
public final class TcpListener implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(TcpListener.class);

    private final String protocol;
    private final ServerSocket server;
    private final Set<Socket> open;
    private final Service service;

    /// What is done with connections.
    public interface Service {
        /// Whether it is served; one that is not has been ended, in whatever way a client is to see.
        boolean admits(Socket socket) throws IOException;

        /// The listener closes the socket afterwards.
        void serve(Socket socket) throws IOException;
    }

    /// Serves on a socket that is already bound, once it is started.
    ///
    /// @param open connections that are served; several listeners may share them
    public TcpListener(String protocol, ServerSocket server, Set<Socket> open, Service service) {
        this.protocol = protocol;
        this.server = server;
        this.open = open;
        this.service = service;
    }

    public void start() {
        Thread.ofVirtual().name(protocol + "-" + server.getLocalSocketAddress()).start(this::accept);
    }

    public String address() {
        return server.getInetAddress().getHostAddress();
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
                if (service.admits(socket)) {
                    open.add(socket);
                    Thread.ofVirtual()
                            .name(protocol + "-" + socket.getRemoteSocketAddress())
                            .start(() -> serve(socket));
                }
            } catch (IOException e) {
                if (!server.isClosed()) {
                    LOG.warn("cannot accept a connection for {} on {}", protocol, server.getLocalSocketAddress(), e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            service.serve(socket);
        } catch (IOException e) {
            LOG.debug("{} connection of {} ended: {}", protocol, socket.getRemoteSocketAddress(), e.toString());
        } catch (RuntimeException e) {
            LOG.warn("{} connection of {} failed", protocol, socket.getRemoteSocketAddress(), e);
        } finally {
            open.remove(socket);
        }
    }
}
