package dev.lifeboat.repository.objectstore.http;

import java.time.Duration;
import javax.net.ssl.SSLContext;

/// How connections are made and when they are given up.
///
/// @param tls what is trusted
/// @param connectWithin for the TCP handshake
/// @param silence without a byte in either direction after which a connection counts as lost
/// @param idle after which an unused connection is not used again: servers close theirs at about that time
public record HttpSettings(SSLContext tls, Duration connectWithin, Duration silence, Duration idle) {

    public HttpSettings(SSLContext tls) {
        this(tls, Duration.ofSeconds(10), Duration.ofSeconds(60), Duration.ofSeconds(10));
    }
}
