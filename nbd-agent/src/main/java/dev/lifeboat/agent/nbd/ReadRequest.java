package dev.lifeboat.agent.nbd;

import java.nio.ByteBuffer;

/// One read.
///
/// @param target as long as the read; it is written to, and its position never moves
/// @param tries  how often it was sent before
record ReadRequest(long offset, ByteBuffer target, int tries, Outcome outcome) implements Request {
    private static final int READ = 0;

    /// Told once per request, on an event loop: it must not block.
    interface Outcome {
        void read();

        void failed(NbdException reason);
    }

    @Override
    public int command() {
        return READ;
    }

    @Override
    public int lengthBytes() {
        return target.remaining();
    }

    @Override
    public int expectedBytes() {
        return lengthBytes();
    }

    @Override
    public ReadRequest again() {
        return new ReadRequest(offset, target, tries + 1, outcome);
    }

    @Override
    public void failed(NbdException reason) {
        outcome.failed(reason);
    }

    @Override
    public String toString() {
        return lengthBytes() + " bytes at offset " + offset;
    }
}
