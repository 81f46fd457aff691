package dev.lifeboat.simulator.nbd;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// A client of bare bytes, so that each of the server's answers can be looked at.
final class NbdClient implements AutoCloseable {
    static final long OPTION_MAGIC = 0x49484156454F5054L;

    private Socket socket;
    private DataInputStream in;
    private DataOutputStream out;

    NbdClient(String address, int port) throws IOException {
        socket = new Socket(address, port);
        socket.setSoTimeout(10_000);
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
    }

    DataInputStream in() {
        return in;
    }

    void flags() throws IOException {
        in.readNBytes(18);
        out.writeInt(1);
    }

    /// The type of the reply to an option.
    int option(int code, byte... data) throws IOException {
        sendOption(code, data);
        in.readLong();
        in.readInt();
        int type = in.readInt();
        in.readNBytes(in.readInt());
        return type;
    }

    void sendOption(int code, byte... data) throws IOException {
        out.writeLong(OPTION_MAGIC);
        out.writeInt(code);
        out.writeInt(data.length);
        out.write(data);
        out.flush();
    }

    void startTls(SSLContext tls) throws IOException {
        option(5);
        var secured = (SSLSocket) tls.getSocketFactory().createSocket(socket, "host", socket.getPort(), true);
        secured.startHandshake();
        socket = secured;
        in = new DataInputStream(secured.getInputStream());
        out = new DataOutputStream(secured.getOutputStream());
    }

    /// The disk's size; the answer has exactly 134 bytes.
    long export(String name) throws IOException {
        sendOption(1, name.getBytes(StandardCharsets.UTF_8));
        long size = in.readLong();
        if (in.readUnsignedShort() != 3 || in.readNBytes(124).length != 124) {
            throw new IOException("unexpected flags");
        }
        return size;
    }

    void request(int flags, int type, long cookie, long offset, int length) throws IOException {
        out.writeInt(0x25609513);
        out.writeShort(flags);
        out.writeShort(type);
        out.writeLong(cookie);
        out.writeLong(offset);
        out.writeInt(length);
        out.flush();
    }

    /// The error of the next reply, which has to belong to the cookie.
    int reply(long cookie) throws IOException {
        int magic = in.readInt();
        int error = in.readInt();
        long answered = in.readLong();
        if (magic != 0x67446698 || answered != cookie) {
            throw new IOException("not a reply to " + cookie);
        }
        return error;
    }

    byte[] read(long offset, int length) throws IOException {
        request(0, 0, offset, offset, length);
        if (reply(offset) != 0) {
            throw new IOException("read failed");
        }
        var data = new byte[length];
        in.readFully(data);
        return data;
    }

    boolean closed() throws IOException {
        try {
            return in.read() < 0;
        } catch (SocketException e) {
            return true;
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
