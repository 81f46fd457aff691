package dev.lifeboat.agent.nbd;

import dev.lifeboat.agent.api.Transfer.NbdTls;
import io.netty.buffer.ByteBuf;
import java.util.Optional;

/// The first phase of a connection, as a function of the bytes that arrive: greeting, TLS where wanted, then the
/// export.
/// GO is tried first, for its error messages and limits; EXPORT_NAME is all that pool hosts know.
final class Handshake {
    private static final int ZEROES = 124;

    private final String exportName;
    private final NbdTls tls;

    private State state = State.GREETING;
    private boolean encrypted;
    private boolean zeroesFollow = true;
    private Optional<OptionReply.ExportInfo> information = Optional.empty();
    private Optional<OptionReply.BlockSize> blockSize = Optional.empty();

    Handshake(String exportName, NbdTls tls) {
        this.exportName = exportName;
        this.tls = tls;
    }

    private enum State {
        GREETING,
        STARTTLS,
        TLS,
        GO,
        EXPORT_NAME,
        OPEN
    }

    /// What the caller does after [#advance].
    sealed interface Next {
        /// Nothing before more bytes arrive.
        record Wait() implements Next {}

        /// Encrypt, then call [Handshake#encrypted].
        record StartTls() implements Next {}

        /// What follows belongs to [Transmission].
        record Open(Export export) implements Next {}
    }

    /// Takes whole messages from `in` and appends what is to be sent to `out`, until it needs something of the caller.
    ///
    /// @throws NbdProtocolException    the server said what it must not say
    /// @throws NbdUnavailableException the server refuses, in so many words
    Next advance(ByteBuf in, ByteBuf out) {
        while (true) {
            Optional<? extends Next> next = switch (state) {
                case GREETING -> greeting(in, out);
                case STARTTLS -> startTls(in, out);
                case GO -> go(in, out);
                case EXPORT_NAME -> exportName(in);
                case TLS, OPEN -> Optional.of(new Next.Wait());
            };
            if (next.isPresent()) {
                return next.get();
            }
        }
    }

    /// TLS is up: ask for the export.
    void encrypted(ByteBuf out) {
        encrypted = true;
        askForExport(out);
    }

    boolean isEncrypted() {
        return encrypted;
    }

    private Optional<Next> greeting(ByteBuf in, ByteBuf out) {
        if (in.readableBytes() < Greeting.BYTES) {
            return Optional.of(new Next.Wait());
        }
        var greeting = Greeting.read(in);
        if (!greeting.fixedNewstyle()) {
            throw new NbdProtocolException(
                    "its greeting has flags %04x, without fixed newstyle".formatted(greeting.flags()));
        }
        zeroesFollow = !greeting.mayOmitZeroes();
        out.writeInt(Greeting.FIXED_NEWSTYLE | (zeroesFollow ? 0 : Greeting.NO_ZEROES));
        if (tls == NbdTls.Disabled) {
            askForExport(out);
        } else {
            new OptionRequest.StartTls().write(out);
            state = State.STARTTLS;
        }
        return Optional.empty();
    }

    private Optional<Next> startTls(ByteBuf in, ByteBuf out) {
        var reply = OptionReply.read(in, OptionRequest.STARTTLS);
        if (reply.isEmpty()) {
            return Optional.of(new Next.Wait());
        }
        return switch (reply.get()) {
            case OptionReply.Ack _
            when in.isReadable() ->
                throw new NbdProtocolException("it sent %d bytes ahead of TLS, which anybody could have put there"
                        .formatted(in.readableBytes()));
            case OptionReply.Ack _ -> {
                state = State.TLS;
                yield Optional.of(new Next.StartTls());
            }
            case OptionReply.Refused refused
            when tls == NbdTls.Required ->
                throw new NbdUnavailableException("it refuses TLS, which transfer.nbdTls requires: " + refused);
            case OptionReply.Refused _ -> {
                askForExport(out);
                yield Optional.empty();
            }
            case OptionReply.ExportInfo _, OptionReply.BlockSize _, OptionReply.Other _ ->
                throw new NbdProtocolException("it answered STARTTLS with " + reply.get());
        };
    }

    private void askForExport(ByteBuf out) {
        new OptionRequest.Go(exportName).write(out);
        state = State.GO;
    }

    private Optional<Next> go(ByteBuf in, ByteBuf out) {
        var reply = OptionReply.read(in, OptionRequest.GO);
        if (reply.isEmpty()) {
            return Optional.of(new Next.Wait());
        }
        switch (reply.get()) {
            case OptionReply.ExportInfo info -> information = Optional.of(info);
            case OptionReply.BlockSize size -> blockSize = Optional.of(size);
            case OptionReply.Other _ -> {}
            case OptionReply.Ack _ -> {
                return Optional.of(open(information.orElseThrow(
                        () -> new NbdProtocolException("it opened the export without saying its size"))));
            }
            case OptionReply.Refused refused -> {
                switch (refused.refusal()) {
                    case UNSUPPORTED -> {
                        new OptionRequest.ExportName(exportName).write(out);
                        state = State.EXPORT_NAME;
                    }
                    case TLS_REQUIRED ->
                        throw new NbdUnavailableException("it serves only inside TLS: set transfer.nbdTls to Required");
                    case POLICY, INVALID, PLATFORM, UNKNOWN_EXPORT, SHUTDOWN, BLOCK_SIZE_REQUIRED, TOO_BIG, OTHER ->
                        throw new NbdUnavailableException("it refuses the export: " + refused);
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Next> exportName(ByteBuf in) {
        int bytes = Long.BYTES + Short.BYTES + (zeroesFollow ? ZEROES : 0);
        if (in.readableBytes() < bytes) {
            return Optional.of(new Next.Wait());
        }
        var info = new OptionReply.ExportInfo(in.readLong(), in.readUnsignedShort());
        in.skipBytes(bytes - Long.BYTES - Short.BYTES);
        return Optional.of(open(info));
    }

    private Next open(OptionReply.ExportInfo info) {
        state = State.OPEN;
        var export = Export.plain(info.sizeBytes(), info.flags());
        return new Next.Open(blockSize.map(export::with).orElse(export));
    }

    /// What a connection means that ends now, without a word.
    String silence() {
        return switch (state) {
            case GREETING ->
                "it closed the connection before its greeting: its 16 connections are taken, or NBD is off on this"
                        + " network";
            case EXPORT_NAME ->
                "it closed the connection instead of opening the export: the session ended, or the disk is gone, busy"
                        + " or cannot be attached";
            case STARTTLS, TLS, GO, OPEN -> "it closed the connection during the handshake (" + state + ")";
        };
    }
}
