package dev.lifeboat.simulator.xva;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The header of one file in a tar, as `ustar` lays it out: a name, a length, and constants.
record TarHeader(String name, long sizeBytes) {
    static final int BYTES = 512;

    private static final int SIZE_AT = 124;
    private static final int CHECKSUM_AT = 148;
    private static final int CHECKSUM_BYTES = 8;
    private static final int LONGEST_NAME = 100;
    private static final byte[] EMPTY = new byte[BYTES];

    byte[] encoded() {
        var header = new byte[BYTES];
        put(header, 0, name);
        put(header, 100, "0000644\0" + "0000000\0" + "0000000\0");
        put(header, SIZE_AT, "%011o\0".formatted(sizeBytes) + "00000000000\0");
        Arrays.fill(header, CHECKSUM_AT, CHECKSUM_AT + CHECKSUM_BYTES, (byte) ' ');
        put(header, 156, "0");
        put(header, 257, "ustar\0" + "00");
        put(header, CHECKSUM_AT, "%06o\0 ".formatted(sum(header)));
        return header;
    }

    private static void put(byte[] header, int offset, String text) {
        var bytes = text.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(bytes, 0, header, offset, bytes.length);
    }

    /// Whether the block is one of the two that end an archive.
    static boolean endsArchive(byte[] block) {
        return Arrays.equals(block, EMPTY);
    }

    static TarHeader decode(byte[] header) {
        long stated = octal(header, CHECKSUM_AT, CHECKSUM_BYTES);
        var summed = header.clone();
        Arrays.fill(summed, CHECKSUM_AT, CHECKSUM_AT + CHECKSUM_BYTES, (byte) ' ');
        if (stated != sum(summed)) {
            throw new MalformedArchive("a tar header does not match its checksum");
        }
        return new TarHeader(text(header, 0, LONGEST_NAME), octal(header, SIZE_AT, 12));
    }

    private static int sum(byte[] header) {
        int sum = 0;
        for (byte each : header) {
            sum += each & 0xff;
        }
        return sum;
    }

    private static String text(byte[] header, int offset, int length) {
        int end = offset;
        while (end < offset + length && header[end] != 0) {
            end++;
        }
        return new String(header, offset, end - offset, StandardCharsets.UTF_8);
    }

    private static long octal(byte[] header, int offset, int length) {
        var text = text(header, offset, length).strip();
        try {
            return text.isEmpty() ? 0 : Long.parseLong(text, 8);
        } catch (NumberFormatException e) {
            throw new MalformedArchive("a tar header has no number in '" + text + "'");
        }
    }
}
