package dev.lifeboat.repository.objectstore.http;

import java.net.InetSocketAddress;

/// Whom a connection leads to.
public record Origin(boolean secure, String host, int port) {

    /// Asked of the resolver again for each connection: large services move between addresses all the time.
    InetSocketAddress address() {
        return new InetSocketAddress(host, port);
    }
}
