package dev.lifeboat.xen.transfer;

/// Nothing but the disk, from its beginning.
final class SequentialFraming implements Framing {

    private long position;

    @Override
    public byte[] before(long offset, int length) {
        if (offset != position) {
            throw new IllegalArgumentException("A raw import goes on at offset " + position + ", not at " + offset);
        }
        position += length;
        return new byte[0];
    }

    @Override
    public byte[] end() {
        return new byte[0];
    }
}
