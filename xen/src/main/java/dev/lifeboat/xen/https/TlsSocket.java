package dev.lifeboat.xen.https;

import java.io.Closeable;
import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;

/// A TLS connection that can be dropped. Closing it the polite way would first send a farewell, and so wait
/// behind a write that is stuck; this closes what lies beneath, which ends every read and write.
record TlsSocket(SSLSocket tls, Socket beneath) implements Closeable {

    @Override
    public void close() throws IOException {
        beneath.close();
    }
}
