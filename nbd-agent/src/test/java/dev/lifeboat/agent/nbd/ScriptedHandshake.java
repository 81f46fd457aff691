package dev.lifeboat.agent.nbd;

import io.netty.pkitesting.X509Bundle;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/// How a [ScriptedNbdServer] opens its export: with EXPORT_NAME only, behind STARTTLS where it has a certificate.
record ScriptedHandshake(long exportBytes, Optional<X509Bundle> certificate) {

    /// @return what the client goes on with, unless the export was refused
    Optional<Socket> with(Socket plain, ScriptedNbdServer.Script script) throws IOException {
        var socket = plain;
        var in = new DataInputStream(socket.getInputStream());
        var out = new DataOutputStream(socket.getOutputStream());
        out.writeLong(0x4E42444D41474943L);
        out.writeLong(0x49484156454F5054L);
        out.writeShort(1);
        in.readInt();
        while (true) {
            in.readLong();
            int option = in.readInt();
            var body = in.readNBytes(in.readInt());
            if (option == 5 && certificate.isPresent()) {
                reply(out, option, 1);
                socket = encrypt(plain);
                in = new DataInputStream(socket.getInputStream());
                out = new DataOutputStream(socket.getOutputStream());
            } else if (option != 1) {
                boolean clear = certificate.isPresent() && socket == plain;
                reply(out, option, option == 5 ? 0x80000002 : clear ? 0x80000005 : 0x80000001);
            } else if (script instanceof ScriptedNbdServer.Script.RefuseExport
                    || !new String(body).contains("session_id=")) {
                return Optional.empty();
            } else {
                out.writeLong(exportBytes);
                out.writeShort(3);
                out.write(new byte[124]);
                return Optional.of(socket);
            }
        }
    }

    private static void reply(DataOutputStream out, int option, int type) throws IOException {
        out.writeLong(0x0003E889045565A9L);
        out.writeInt(option);
        out.writeInt(type);
        out.writeInt(0);
    }

    private Socket encrypt(Socket plain) throws IOException {
        try {
            var context = SSLContext.getInstance("TLSv1.2");
            context.init(certificate.orElseThrow().toKeyManagerFactory().getKeyManagers(), null, null);
            var socket = (SSLSocket) context.getSocketFactory().createSocket(plain, null, plain.getPort(), true);
            socket.setUseClientMode(false);
            socket.startHandshake();
            return socket;
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }
}
