package dev.lifeboat.simulator.transfer;

import java.io.IOException;

/// An export that a test wants to end early.
final class TruncatedOnRequest extends IOException {
    TruncatedOnRequest(long bytes) {
        super("the export ends after " + bytes + " bytes on request");
    }
}
