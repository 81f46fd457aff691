package dev.lifeboat.simulator.tcp;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/// Sockets on several addresses that share one port number.
public record BoundPorts(int port, List<ServerSocket> sockets) {
    private static final int TRIES = 50;
    private static final int WAITING_CONNECTIONS = 128;

    public BoundPorts {
        sockets = List.copyOf(sockets);
    }

    /// Port 0 looks for a number that is free on all of them.
    public static BoundPorts bind(List<String> addresses, int port) throws IOException {
        for (int attempt = 1; ; attempt++) {
            var sockets = new ArrayList<ServerSocket>();
            try {
                int number = port;
                for (var address : addresses) {
                    var socket = new ServerSocket();
                    sockets.add(socket);
                    socket.setReuseAddress(true);
                    socket.bind(new InetSocketAddress(InetAddress.ofLiteral(address), number), WAITING_CONNECTIONS);
                    number = socket.getLocalPort();
                }
                return new BoundPorts(number, sockets);
            } catch (IOException e) {
                for (var socket : sockets) {
                    socket.close();
                }
                if (port != 0 || attempt == TRIES) {
                    throw new IOException(
                            "cannot listen on port " + port + " of " + addresses + ": " + e.getMessage(), e);
                }
            }
        }
    }
}
