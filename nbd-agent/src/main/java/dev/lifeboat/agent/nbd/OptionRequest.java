package dev.lifeboat.agent.nbd;

import io.netty.buffer.ByteBuf;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// What a client may ask for during the handshake. Export names are secrets: they hold a session of the pool.
sealed interface OptionRequest {
    int EXPORT_NAME = 1;
    int STARTTLS = 5;
    int GO = 7;
    int STRUCTURED_REPLY = 8;
    int SET_META_CONTEXT = 10;

    int number();

    byte[] body();

    default void write(ByteBuf out) {
        byte[] body = body();
        out.writeLong(Greeting.IHAVEOPT)
                .writeInt(number())
                .writeInt(body.length)
                .writeBytes(body);
    }

    /// Go on inside TLS.
    record StartTls() implements OptionRequest {
        @Override
        public int number() {
            return STARTTLS;
        }

        @Override
        public byte[] body() {
            return new byte[0];
        }
    }

    /// Answer in chunks, which block status needs.
    record StructuredReply() implements OptionRequest {
        @Override
        public int number() {
            return STRUCTURED_REPLY;
        }

        @Override
        public byte[] body() {
            return new byte[0];
        }
    }

    /// Tell about these meta contexts, as far as the export has them.
    record SetMetaContext(String exportName, List<String> contexts) implements OptionRequest {
        public SetMetaContext {
            contexts = List.copyOf(contexts);
        }

        @Override
        public int number() {
            return SET_META_CONTEXT;
        }

        @Override
        public byte[] body() {
            var body = new ByteArrayOutputStream();
            writeText(body, exportName);
            writeNumber(body, contexts.size());
            contexts.forEach(context -> writeText(body, context));
            return body.toByteArray();
        }

        private static void writeText(ByteArrayOutputStream out, String text) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            writeNumber(out, bytes.length);
            out.writeBytes(bytes);
        }

        private static void writeNumber(ByteArrayOutputStream out, int number) {
            out.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(number).array());
        }

        @Override
        public String toString() {
            return "SetMetaContext[exportName=***, contexts=" + contexts + "]";
        }
    }

    /// Open an export; refusals are said aloud, and the server may name its block sizes.
    record Go(String exportName) implements OptionRequest {
        private static final short INFO_BLOCK_SIZE = 3;

        @Override
        public int number() {
            return GO;
        }

        @Override
        public byte[] body() {
            byte[] name = exportName.getBytes(StandardCharsets.UTF_8);
            return ByteBuffer.allocate(Integer.BYTES + name.length + 2 * Short.BYTES)
                    .putInt(name.length)
                    .put(name)
                    .putShort((short) 1)
                    .putShort(INFO_BLOCK_SIZE)
                    .array();
        }

        @Override
        public String toString() {
            return "Go[exportName=***]";
        }
    }

    /// Open an export the old way, which is all that pool hosts know: a refusal is a closed connection.
    record ExportName(String exportName) implements OptionRequest {
        @Override
        public int number() {
            return EXPORT_NAME;
        }

        @Override
        public byte[] body() {
            return exportName.getBytes(StandardCharsets.UTF_8);
        }

        @Override
        public String toString() {
            return "ExportName[exportName=***]";
        }
    }
}
