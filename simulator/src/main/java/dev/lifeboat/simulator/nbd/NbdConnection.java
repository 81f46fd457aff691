package dev.lifeboat.simulator.nbd;

import dev.lifeboat.simulator.api.Host;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import javax.net.ssl.SSLSocket;

/// One client from greeting to goodbye.
final class NbdConnection {
    private static final String[] CIPHERS = {
        "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256"
    };

    private final NbdContext context;
    private final Host host;
    private final SecurityMode mode;

    NbdConnection(NbdContext context, Host host, SecurityMode mode) {
        this.context = context;
        this.host = host;
        this.mode = mode;
    }

    void serve(Socket socket) throws IOException {
        var handshake = new Handshake(mode == SecurityMode.TLS_REQUIRED);
        // Nothing may be read ahead before TLS starts, so this channel reads the socket without a buffer.
        var plain = new Channel(new DataInputStream(socket.getInputStream()), socket.getOutputStream());
        handshake.greet(plain);
        switch (handshake.negotiate(plain)) {
            case Handshake.Outcome.Closed _ -> {
                // The client said goodbye or broke the rules.
            }
            case Handshake.Outcome.Chosen chosen -> transmit(chosen, plain);
            case Handshake.Outcome.StartTls _ -> {
                try (var secured = secure(socket)) {
                    var channel = Channel.over(secured);
                    if (handshake.inTls(channel) instanceof Handshake.Outcome.Chosen chosen) {
                        transmit(chosen, channel);
                    }
                }
            }
        }
    }

    private SSLSocket secure(Socket socket) throws IOException {
        var secured = (SSLSocket) host.certificate().tls().getSocketFactory().createSocket(socket, null, true);
        secured.setUseClientMode(false);
        secured.setEnabledProtocols(new String[] {"TLSv1.2"});
        secured.setEnabledCipherSuites(CIPHERS);
        secured.startHandshake();
        return secured;
    }

    private void transmit(Handshake.Outcome.Chosen chosen, Channel channel) throws IOException {
        var export = Export.open(context, host, chosen.exportName());
        if (export.isEmpty()) {
            return;
        }
        try (var opened = export.get()) {
            new Transmission(context, opened, channel).serve();
        }
    }
}
