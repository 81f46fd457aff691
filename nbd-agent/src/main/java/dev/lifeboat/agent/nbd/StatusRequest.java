package dev.lifeboat.agent.nbd;

import java.util.List;
import java.util.Map;

/// Asks what a range of the disk is, in each meta context that the export was opened with.
///
/// @param tries how often it was sent before
record StatusRequest(long offset, int lengthBytes, int tries, Outcome outcome) implements Request {
    private static final int BLOCK_STATUS = 7;

    /// Some extents in each of some contexts: what an answer costs is not known before.
    private static final int EXPECTED_BYTES = 4 << 10;

    /// Told once per request, on an event loop: it must not block.
    interface Outcome {
        /// @param extents by name of the context, from the beginning of the range, at least one in each; they may end
        ///     before the range does
        void described(Map<String, List<NbdExtent>> extents);

        void failed(NbdException reason);
    }

    @Override
    public int command() {
        return BLOCK_STATUS;
    }

    @Override
    public int expectedBytes() {
        return EXPECTED_BYTES;
    }

    @Override
    public StatusRequest again() {
        return new StatusRequest(offset, lengthBytes, tries + 1, outcome);
    }

    @Override
    public void failed(NbdException reason) {
        outcome.failed(reason);
    }

    @Override
    public String toString() {
        return "the status of " + lengthBytes + " bytes at offset " + offset;
    }
}
