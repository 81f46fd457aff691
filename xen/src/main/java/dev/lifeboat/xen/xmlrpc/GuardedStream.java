package dev.lifeboat.xen.xmlrpc;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/// The bytes of an answer, up to a limit, and with nothing in them that an XML parser would collect in memory:
/// declarations, comments and CDATA, processing instructions, and tags of any length. XAPI sends none of them. The
/// parser is told to read UTF-8, where no other character contains these bytes.
final class GuardedStream extends FilterInputStream {

    private static final int LONGEST_TAG = 512;
    private static final int NO_TAG = -1;

    private final long limitBytes;
    private long readBytes;
    private int tagBytes = NO_TAG;
    private Optional<IOException> broken = Optional.empty();

    GuardedStream(InputStream source, long limitBytes) {
        super(source);
        this.limitBytes = limitBytes;
    }

    /// Why the source itself failed, when it did.
    Optional<IOException> broken() {
        return broken;
    }

    /// A document that the guard refuses.
    static final class Refused extends IOException {
        Refused(String why) {
            super(why);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) == -1 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        int got = readSource(buffer, offset, length);
        for (int index = offset; index < offset + got; index++) {
            look(buffer[index]);
        }
        return got;
    }

    private int readSource(byte[] buffer, int offset, int length) throws IOException {
        try {
            return in.read(buffer, offset, length);
        } catch (IOException e) {
            broken = Optional.of(e);
            throw e;
        }
    }

    private void look(byte next) throws Refused {
        readBytes++;
        if (readBytes > limitBytes) {
            throw new Refused("it is longer than " + limitBytes + " bytes");
        }
        if (next == '<') {
            tagBytes = 0;
        } else if (next == '>') {
            tagBytes = NO_TAG;
        } else if (tagBytes != NO_TAG) {
            lookInTag(next);
        }
    }

    private void lookInTag(byte next) throws Refused {
        if (tagBytes == 0 && next == '!') {
            throw new Refused("it holds a DOCTYPE, a comment or CDATA, which XAPI never sends");
        }
        boolean atStart = readBytes <= "\uFEFF<?".length() + 2;
        if (tagBytes == 0 && next == '?' && !atStart) {
            throw new Refused("it holds a processing instruction, which XAPI never sends");
        }
        tagBytes++;
        if (tagBytes > LONGEST_TAG) {
            throw new Refused("it holds a tag of more than " + LONGEST_TAG + " bytes");
        }
    }

    @Override
    public long skip(long count) throws IOException {
        return 0;
    }

    @Override
    public boolean markSupported() {
        return false;
    }
}
