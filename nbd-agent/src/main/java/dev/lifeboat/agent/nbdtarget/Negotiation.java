package dev.lifeboat.agent.nbdtarget;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// The handshake: fixed newstyle, into TLS where the URL says so, then the export by `NBD_OPT_GO`, or by its name alone
/// with servers that do not know that.
final class Negotiation {
    private static final int MOST_REPLY_BYTES = 64 << 10;
    private static final int ZEROES_BEHIND_EXPORT = 124;

    private final NbdUrl url;
    private Socket socket;
    private DataInputStream in;
    private DataOutputStream out;
    private boolean noZeroes;

    Negotiation(NbdUrl url, Socket plain) throws IOException {
        this.url = url;
        this.socket = plain;
        this.in = input(plain);
        this.out = new DataOutputStream(plain.getOutputStream());
    }

    private static DataInputStream input(Socket socket) throws IOException {
        return new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    Socket socket() {
        return socket;
    }

    DataInputStream in() {
        return in;
    }

    TargetExport run() throws IOException {
        greet();
        if (url.tls()) {
            startTls();
        }
        var export = go();
        if (export.readOnly()) {
            throw new IOException("the NBD server has export '" + url.export() + "' for reading only");
        }
        return export;
    }

    private void greet() throws IOException {
        if (in.readLong() != ProtocolNumbers.GREETING || in.readLong() != ProtocolNumbers.OPTION_MAGIC) {
            throw new IOException(url.host() + ":" + url.port() + " is no NBD server of our times");
        }
        int flags = in.readUnsignedShort();
        if ((flags & ProtocolNumbers.FIXED_NEWSTYLE) == 0) {
            throw new IOException("the NBD server speaks an old dialect, not fixed newstyle");
        }
        noZeroes = (flags & ProtocolNumbers.NO_ZEROES) != 0;
        out.writeInt(ProtocolNumbers.FIXED_NEWSTYLE | (noZeroes ? ProtocolNumbers.NO_ZEROES : 0));
    }

    private void option(int option, byte[] content) throws IOException {
        var message = ByteBuffer.allocate(16 + content.length);
        message.putLong(ProtocolNumbers.OPTION_MAGIC)
                .putInt(option)
                .putInt(content.length)
                .put(content);
        out.write(message.array());
        out.flush();
    }

    private record Reply(int type, ByteBuffer content) {
        String text() {
            return StandardCharsets.UTF_8.decode(content.duplicate()).toString();
        }
    }

    private Reply reply(int option) throws IOException {
        if (in.readLong() != ProtocolNumbers.OPTION_REPLY_MAGIC || in.readInt() != option) {
            throw new IOException("the NBD server answers another option than " + option);
        }
        int type = in.readInt();
        int length = in.readInt();
        if (length < 0 || length > MOST_REPLY_BYTES) {
            throw new IOException("the NBD server answers option " + option + " with " + length + " bytes");
        }
        return new Reply(type, ByteBuffer.wrap(in.readNBytes(length)));
    }

    private void startTls() throws IOException {
        option(ProtocolNumbers.OPTION_STARTTLS, new byte[0]);
        var reply = reply(ProtocolNumbers.OPTION_STARTTLS);
        if (reply.type() != ProtocolNumbers.REPLY_ACK) {
            throw new IOException("the NBD server has no TLS, and nbds asks for it: " + reply.text());
        }
        socket = TargetTls.over(socket, url);
        in = input(socket);
        out = new DataOutputStream(socket.getOutputStream());
    }

    private TargetExport go() throws IOException {
        var name = url.export().getBytes(StandardCharsets.UTF_8);
        askToGo(name);
        var information = new ExportInformation();
        while (true) {
            var reply = reply(ProtocolNumbers.OPTION_GO);
            switch (reply.type()) {
                case ProtocolNumbers.REPLY_INFO -> information.add(reply.content());
                case ProtocolNumbers.REPLY_ACK -> {
                    return information.export();
                }
                case ProtocolNumbers.REPLY_UNSUPPORTED -> {
                    return byName(name);
                }
                default -> throw refusal(reply);
            }
        }
    }

    private void askToGo(byte[] name) throws IOException {
        option(
                ProtocolNumbers.OPTION_GO,
                ByteBuffer.allocate(4 + name.length + 4)
                        .putInt(name.length)
                        .put(name)
                        .putShort((short) 1)
                        .putShort((short) ProtocolNumbers.INFO_BLOCK_SIZE)
                        .array());
    }

    private IOException refusal(Reply reply) {
        return new IOException(
                switch (reply.type()) {
                    case ProtocolNumbers.REPLY_TLS_REQUIRED ->
                        "the NBD server wants TLS; write nbds:// " + reply.text();
                    case ProtocolNumbers.REPLY_UNKNOWN ->
                        "the NBD server has no export '" + url.export() + "' " + reply.text();
                    default ->
                        "the NBD server refuses export '%s' with %08x %s"
                                .formatted(url.export(), reply.type(), reply.text());
                });
    }

    /// Whoever does not know the export ends the connection.
    private TargetExport byName(byte[] name) throws IOException {
        option(ProtocolNumbers.OPTION_EXPORT_NAME, name);
        var information = new ExportInformation();
        information.describe(in.readLong(), in.readUnsignedShort());
        if (!noZeroes) {
            in.skipNBytes(ZEROES_BEHIND_EXPORT);
        }
        return information.export();
    }
}
