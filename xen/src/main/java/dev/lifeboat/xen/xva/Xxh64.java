package dev.lifeboat.xen.xva;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.HexFormat;

/// XXH64 with seed 0, of hosts from 8.1 on: a hash of some 80 lines, against libraries of half a megabyte that
/// have many more. The algorithm is described in the xxHash project's `xxhash_spec.md`.
final class Xxh64 implements BlockDigest {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long PRIME_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long PRIME_1_AND_2 = 0x60EA27EEADC0B5D6L;
    private static final long PRIME_3 = 0x165667B19E3779F9L;
    private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME_5 = 0x27D4EB2F165667C5L;
    private static final int STRIPE_BYTES = 32;

    private final byte[] rest = new byte[STRIPE_BYTES];
    private int restBytes;
    private long totalBytes;
    private long lane1;
    private long lane2;
    private long lane3;
    private long lane4;

    Xxh64() {
        reset();
    }

    private void reset() {
        restBytes = 0;
        totalBytes = 0;
        lane1 = PRIME_1_AND_2;
        lane2 = PRIME_2;
        lane3 = 0;
        lane4 = -PRIME_1;
    }

    @Override
    public void update(byte[] bytes, int offset, int length) {
        totalBytes += length;
        int at = offset;
        int left = length;
        if (restBytes > 0) {
            int count = Math.min(STRIPE_BYTES - restBytes, left);
            System.arraycopy(bytes, at, rest, restBytes, count);
            restBytes += count;
            at += count;
            left -= count;
            if (restBytes == STRIPE_BYTES) {
                stripes(rest, 0, STRIPE_BYTES);
                restBytes = 0;
            }
        }
        int whole = left - left % STRIPE_BYTES;
        stripes(bytes, at, whole);
        if (left > whole) {
            System.arraycopy(bytes, at + whole, rest, 0, left - whole);
            restBytes = left - whole;
        }
    }

    private void stripes(byte[] bytes, int offset, int length) {
        long one = lane1;
        long two = lane2;
        long three = lane3;
        long four = lane4;
        for (int at = offset; at < offset + length; at += STRIPE_BYTES) {
            one = round(one, (long) LONG.get(bytes, at));
            two = round(two, (long) LONG.get(bytes, at + 8));
            three = round(three, (long) LONG.get(bytes, at + 16));
            four = round(four, (long) LONG.get(bytes, at + 24));
        }
        lane1 = one;
        lane2 = two;
        lane3 = three;
        lane4 = four;
    }

    @Override
    public String hex() {
        long hash = totalBytes >= STRIPE_BYTES ? merged() : PRIME_5;
        hash = avalanche(withRest(hash + totalBytes));
        reset();
        return HexFormat.of().withUpperCase().toHexDigits(hash);
    }

    private long merged() {
        long hash = Long.rotateLeft(lane1, 1)
                + Long.rotateLeft(lane2, 7)
                + Long.rotateLeft(lane3, 12)
                + Long.rotateLeft(lane4, 18);
        hash = merge(hash, lane1);
        hash = merge(hash, lane2);
        hash = merge(hash, lane3);
        return merge(hash, lane4);
    }

    private long withRest(long start) {
        long hash = start;
        int at = 0;
        for (; at + Long.BYTES <= restBytes; at += Long.BYTES) {
            hash = Long.rotateLeft(hash ^ round(0, (long) LONG.get(rest, at)), 27) * PRIME_1 + PRIME_4;
        }
        if (at + Integer.BYTES <= restBytes) {
            hash = Long.rotateLeft(hash ^ ((int) INT.get(rest, at) & 0xFFFFFFFFL) * PRIME_1, 23) * PRIME_2 + PRIME_3;
            at += Integer.BYTES;
        }
        for (; at < restBytes; at++) {
            hash = Long.rotateLeft(hash ^ (rest[at] & 0xFF) * PRIME_5, 11) * PRIME_1;
        }
        return hash;
    }

    private static long round(long lane, long input) {
        return Long.rotateLeft(lane + input * PRIME_2, 31) * PRIME_1;
    }

    private static long merge(long hash, long lane) {
        return (hash ^ round(0, lane)) * PRIME_1 + PRIME_4;
    }

    private static long avalanche(long start) {
        long hash = (start ^ start >>> 33) * PRIME_2;
        hash = (hash ^ hash >>> 29) * PRIME_3;
        return hash ^ hash >>> 32;
    }
}
