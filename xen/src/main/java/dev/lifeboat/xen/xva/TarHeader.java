package dev.lifeboat.xen.xva;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.regex.Pattern;

/// The 512 bytes before an entry of a tar, POSIX ustar or older. An XVA needs three of its fields, and bounds
/// of its own on all of them, which is why no library for archives stands here.
///
/// @param type `0` for a file, `5` for a folder
record TarHeader(String name, long sizeBytes, char type) {

    static final int BLOCK_BYTES = 512;
    static final char FILE = '0';
    static final char FOLDER = '5';

    private static final Pattern OCTAL = Pattern.compile("[0-7]{1,12}");
    private static final int NAME_BYTES = 100;
    private static final int SIZE_OFFSET = 124;
    private static final int SIZE_DIGITS = 12;
    private static final int CHECKSUM_OFFSET = 148;
    private static final int CHECKSUM_DIGITS = 8;
    private static final int TYPE_OFFSET = 156;
    private static final int MAGIC_OFFSET = 257;
    private static final int PREFIX_OFFSET = 345;

    /// Takes it apart.
    ///
    /// @throws IllegalArgumentException it is none, or damaged
    static TarHeader parse(ByteBuffer block) {
        byte[] bytes = new byte[BLOCK_BYTES];
        block.get(0, bytes);
        long found = octal(bytes, CHECKSUM_OFFSET, CHECKSUM_DIGITS);
        int right = checksum(bytes);
        if (found != right) {
            throw new IllegalArgumentException("the checksum of a tar header is " + found + " and should be " + right);
        }
        if (bytes[PREFIX_OFFSET] != 0 && bytes[MAGIC_OFFSET] != 0) {
            throw new IllegalArgumentException("an entry has a name longer than any of an XVA");
        }
        char type = (char) bytes[TYPE_OFFSET];
        return new TarHeader(text(bytes), octal(bytes, SIZE_OFFSET, SIZE_DIGITS), type == 0 ? FILE : type);
    }

    /// Digits between blanks or zeros. Sizes beyond eight gigabytes have another form, which no entry of an
    /// XVA needs.
    private static long octal(byte[] bytes, int offset, int digits) {
        String text = new String(bytes, offset, digits, StandardCharsets.ISO_8859_1)
                .replace('\0', ' ')
                .strip();
        if (!OCTAL.matcher(text).matches()) {
            throw new IllegalArgumentException("a tar header has '" + text + "' in place of a number");
        }
        return Long.parseLong(text, 8);
    }

    private static String text(byte[] bytes) {
        int end = 0;
        while (end < NAME_BYTES && bytes[end] != 0) {
            end++;
        }
        return new String(bytes, 0, end, StandardCharsets.ISO_8859_1);
    }

    /// The sum of all bytes, those of the checksum itself taken as blanks.
    private static int checksum(byte[] bytes) {
        int sum = CHECKSUM_DIGITS * ' ';
        for (int at = 0; at < bytes.length; at++) {
            boolean own = at >= CHECKSUM_OFFSET && at < CHECKSUM_OFFSET + CHECKSUM_DIGITS;
            sum += own ? 0 : bytes[at] & 0xFF;
        }
        return sum;
    }

    byte[] write() {
        byte[] bytes = new byte[BLOCK_BYTES];
        put(bytes, 0, name);
        put(bytes, 100, "0000644\0" + "0000000\0" + "0000000\0");
        put(bytes, SIZE_OFFSET, String.format("%011o\0", sizeBytes) + "00000000000\0");
        put(bytes, TYPE_OFFSET, String.valueOf(type));
        put(bytes, MAGIC_OFFSET, "ustar\0" + "00");
        put(bytes, CHECKSUM_OFFSET, String.format("%06o\0 ", checksum(bytes)));
        return bytes;
    }

    private static void put(byte[] bytes, int offset, String text) {
        byte[] ascii = text.getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(ascii, 0, bytes, offset, ascii.length);
    }

    /// What follows an entry's content up to the next header.
    static int paddingBytes(long sizeBytes) {
        return (int) (-sizeBytes & (BLOCK_BYTES - 1));
    }

    static boolean isZero(ByteBuffer block) {
        return block.equals(ByteBuffer.allocate(BLOCK_BYTES));
    }
}
