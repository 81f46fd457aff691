package dev.lifeboat.xen.transfer;

import dev.lifeboat.xen.StreamImport;
import java.io.OutputStream;

/// Writes a body that is a format of its own.
record BodyImport(Transfer transfer, BodyWriter body) implements StreamImport {

    @Override
    public OutputStream stream() {
        return body;
    }

    @Override
    public void finish() {
        body.end();
        transfer.confirm(Transfer.STORED);
    }

    @Override
    public void close() {
        transfer.close();
    }
}
