package dev.lifeboat.simulator.inventory;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;

/// Bytes that no compression can shrink.
public final class Noise {
    private Noise() {}

    public static void fill(byte[] target, int at, int length, RandomGenerator random) {
        var buffer = ByteBuffer.wrap(target, at, length);
        while (buffer.remaining() >= Long.BYTES) {
            buffer.putLong(random.nextLong());
        }
        while (buffer.hasRemaining()) {
            buffer.put((byte) random.nextInt());
        }
    }
}
