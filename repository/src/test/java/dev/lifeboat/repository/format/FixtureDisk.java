package dev.lifeboat.repository.format;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/// What the disk of the format fixtures holds. Never changes: released fixtures are compared with it.
final class FixtureDisk {

    static final int PIECE = 512;
    static final int CELL = 16 * PIECE;
    static final int CELLS = 24;

    /// No multiple of a piece.
    static final int BYTES = CELLS * CELL - 300;

    private FixtureDisk() {}

    /// At the first point: text, noise, a hole, a cell with a hole in its middle.
    static byte[] first() {
        var content = new byte[BYTES];
        for (int cell = 0; cell < CELLS; cell++) {
            int from = cell * CELL;
            int to = Math.min(from + CELL, BYTES);
            switch (cell % 5) {
                case 0 -> text(content, from, to, "cell " + cell + " ");
                case 1 -> noise(content, from, to, cell);
                case 2 -> Arrays.fill(content, from, to, (byte) 0);
                case 3 -> {
                    noise(content, from, to, cell);
                    Arrays.fill(content, from + 4 * PIECE, from + 7 * PIECE, (byte) 0);
                }
                default -> text(content, from, to, "more " + cell + " ");
            }
        }
        return content;
    }

    /// At the second one: two pieces of the first two cells changed, a cell trimmed, a hole filled.
    static byte[] second() {
        var content = first();
        noise(content, 5 * PIECE, 7 * PIECE, 100);
        text(content, CELL + 3 * PIECE, CELL + 4 * PIECE, "changed ");
        Arrays.fill(content, 4 * CELL, 5 * CELL, (byte) 0);
        noise(content, 7 * CELL, 8 * CELL, 101);
        return content;
    }

    private static void text(byte[] content, int from, int to, String text) {
        var bytes = text.getBytes(StandardCharsets.US_ASCII);
        for (int at = from; at < to; at++) {
            content[at] = bytes[(at - from) % bytes.length];
        }
    }

    private static void noise(byte[] content, int from, int to, int seed) {
        var noise = new byte[to - from];
        new Random(seed).nextBytes(noise);
        System.arraycopy(noise, 0, content, from, noise.length);
    }
}
