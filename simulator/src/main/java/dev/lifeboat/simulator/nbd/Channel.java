package dev.lifeboat.simulator.nbd;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;

/// Both directions of a connection, in clear text or inside TLS.
record Channel(DataInputStream in, OutputStream out) {
    private static final int BUFFER_BYTES = 16 * 1024;

    static Channel over(Socket socket) throws IOException {
        var in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), BUFFER_BYTES));
        return new Channel(in, socket.getOutputStream());
    }
}
