package dev.lifeboat.simulator;

import dev.lifeboat.simulator.api.Host;
import dev.lifeboat.simulator.api.Pool;
import dev.lifeboat.simulator.http.HttpHandler;
import dev.lifeboat.simulator.http.HttpListener;
import dev.lifeboat.simulator.nbd.NbdContext;
import dev.lifeboat.simulator.nbd.NbdListener;
import dev.lifeboat.simulator.tcp.BoundPorts;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What listens for HTTPS and NBD on the two addresses of each host, and what came and went there.
final class HostListeners {
    private final Pool pool;
    private final NbdContext nbd;
    private final List<Closeable> closeables;
    /// Of each host, one for each of its addresses.
    private final List<List<HttpListener>> https = new ArrayList<>();
    private final Map<String, AtomicLong> nbdServed = new LinkedHashMap<>();
    private final List<Set<Socket>> nbdConnections = new ArrayList<>();

    /// @param closeables takes each listener as it starts, so that a start that fails half-way is undone
    HostListeners(Pool pool, NbdContext nbd, List<Closeable> closeables) {
        this.pool = pool;
        this.nbd = nbd;
        this.closeables = closeables;
    }

    /// The sockets are those of all management addresses, then those of all backup addresses.
    void listen(BoundPorts httpsPorts, BoundPorts nbdPorts, Function<Host, HttpHandler> endpoints) {
        int count = pool.hosts().size();
        for (int i = 0; i < count; i++) {
            var host = pool.hosts().get(i);
            var endpoint = endpoints.apply(host);
            var connections = NbdListener.connections();
            nbdConnections.add(connections);
            var listeners = new ArrayList<HttpListener>();
            for (int number : List.of(i, count + i)) {
                listeners.add(listenForHttps(httpsPorts.sockets().get(number), host, endpoint));
                listenForNbd(nbdPorts.sockets().get(number), host, connections);
            }
            https.add(listeners);
        }
    }

    private HttpListener listenForHttps(ServerSocket socket, Host host, HttpHandler endpoint) {
        var listener = HttpListener.start(
                socket, host.certificate(), () -> pool.states().reachable(host), endpoint);
        closeables.add(listener);
        return listener;
    }

    private void listenForNbd(ServerSocket socket, Host host, Set<Socket> connections) {
        var served = new AtomicLong();
        nbdServed.put(socket.getInetAddress().getHostAddress(), served);
        closeables.add(NbdListener.start(socket, host, nbd.countingAt(served), connections));
    }

    /// Cuts every connection to a host.
    void cut(Host host) {
        int number = pool.hosts().indexOf(host);
        https.get(number).forEach(HttpListener::cutAll);
        for (var socket : nbdConnections.get(number)) {
            try {
                socket.close();
            } catch (IOException e) {
                throw new UncheckedIOException("cannot cut the connections of " + host, e);
            }
        }
    }

    int httpsConnections() {
        return allHttps().mapToInt(HttpListener::connections).sum();
    }

    int nbdConnections() {
        return nbdConnections.stream().mapToInt(Set::size).sum();
    }

    /// Bytes that came and went, by address.
    Map<String, Long> httpsBytes() {
        return allHttps().collect(Collectors.toMap(HttpListener::address, HttpListener::movedBytes));
    }

    /// Bytes that were read, by address.
    Map<String, Long> nbdBytes() {
        return nbdServed.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().get()));
    }

    private Stream<HttpListener> allHttps() {
        return https.stream().flatMap(List::stream);
    }
}
