package dev.lifeboat.agent.nbd;

import dev.lifeboat.agent.api.Transfer.NbdTls;
import io.netty.buffer.ByteBuf;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The first phase of a connection, as a function of the bytes that arrive: greeting, TLS where wanted, then the
/// export. Structured replies and the meta contexts that are wanted are asked for, and done without where they are
/// refused. GO is tried first, for its error messages and limits; EXPORT_NAME is all that pool hosts know.
final class Handshake {
    private static final int ZEROES = 124;

    private final String exportName;
    private final NbdTls tls;
    private final List<String> wantedContexts;
    private final Map<Integer, String> contexts = new HashMap<>();

    private State state = State.GREETING;
    private boolean encrypted;
    private boolean zeroesFollow = true;
    private Optional<OptionReply.ExportInfo> information = Optional.empty();
    private Optional<OptionReply.BlockSize> blockSize = Optional.empty();

    /// @param contexts meta contexts that are wanted, such as `base:allocation`
    Handshake(String exportName, NbdTls tls, List<String> contexts) {
        this.exportName = exportName;
        this.tls = tls;
        this.wantedContexts = List.copyOf(contexts);
    }

    private enum State {
        GREETING,
        STARTTLS,
        TLS,
        STRUCTURED_REPLY,
        META_CONTEXT,
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
        record Open(OpenedExport export) implements Next {}
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
                case STRUCTURED_REPLY -> structuredReply(in, out);
                case META_CONTEXT -> metaContext(in, out);
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
        askForStructuredReplies(out);
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
            askForStructuredReplies(out);
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
                askForStructuredReplies(out);
                yield Optional.empty();
            }
            case OptionReply.ExportInfo _, OptionReply.BlockSize _, OptionReply.Context _, OptionReply.Other _ ->
                throw new NbdProtocolException("it answered STARTTLS with " + reply.get());
        };
    }

    /// Without contexts to tell about, structured replies are of no use to us.
    private void askForStructuredReplies(ByteBuf out) {
        if (wantedContexts.isEmpty()) {
            askForExport(out);
        } else {
            new OptionRequest.StructuredReply().write(out);
            state = State.STRUCTURED_REPLY;
        }
    }

    private Optional<Next> structuredReply(ByteBuf in, ByteBuf out) {
        var reply = OptionReply.read(in, OptionRequest.STRUCTURED_REPLY);
        if (reply.isEmpty()) {
            return Optional.of(new Next.Wait());
        }
        switch (reply.get()) {
            case OptionReply.Ack _ -> {
                new OptionRequest.SetMetaContext(exportName, wantedContexts).write(out);
                state = State.META_CONTEXT;
            }
            case OptionReply.Refused refused
            when refused.refusal() == OptionReply.Refusal.TLS_REQUIRED -> throw tlsRequired();
            case OptionReply.Refused _ -> askForExport(out);
            case OptionReply.ExportInfo _, OptionReply.BlockSize _, OptionReply.Context _, OptionReply.Other _ ->
                throw new NbdProtocolException("it answered STRUCTURED_REPLY with " + reply.get());
        }
        return Optional.empty();
    }

    /// An export that is unknown is refused here, too; GO then says so aloud.
    private Optional<Next> metaContext(ByteBuf in, ByteBuf out) {
        var reply = OptionReply.read(in, OptionRequest.SET_META_CONTEXT);
        if (reply.isEmpty()) {
            return Optional.of(new Next.Wait());
        }
        switch (reply.get()) {
            case OptionReply.Context(int number, var name)
            when wantedContexts.contains(name) -> contexts.put(number, name);
            case OptionReply.Ack _ -> askForExport(out);
            case OptionReply.Refused _ -> {
                contexts.clear();
                askForExport(out);
            }
            case OptionReply.ExportInfo _, OptionReply.BlockSize _, OptionReply.Context _, OptionReply.Other _ ->
                throw new NbdProtocolException("it answered SET_META_CONTEXT with " + reply.get());
        }
        return Optional.empty();
    }

    private static NbdUnavailableException tlsRequired() {
        return new NbdUnavailableException("it serves only inside TLS: set transfer.nbdTls to Required");
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
            case OptionReply.Context _, OptionReply.Other _ -> {}
            case OptionReply.Ack _ -> {
                return Optional.of(open(information.orElseThrow(
                        () -> new NbdProtocolException("it opened the export without saying its size"))));
            }
            case OptionReply.Refused refused -> {
                switch (refused.refusal()) {
                    case UNSUPPORTED -> {
                        contexts.clear();
                        new OptionRequest.ExportName(exportName).write(out);
                        state = State.EXPORT_NAME;
                    }
                    case TLS_REQUIRED -> throw tlsRequired();
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
        var export = OpenedExport.plain(info.sizeBytes(), info.flags()).with(contexts);
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
            case STARTTLS, TLS, STRUCTURED_REPLY, META_CONTEXT, GO, OPEN ->
                "it closed the connection during the handshake (" + state + ")";
        };
    }
}
