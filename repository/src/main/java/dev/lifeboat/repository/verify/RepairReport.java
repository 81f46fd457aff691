package dev.lifeboat.repository.verify;

import java.util.List;

/// What a repair found and did; or, in a dry run, would do. All lists hold object keys.
///
/// @param marked packs of which chunks are marked now that were not before
/// @param healed packs that were marked and can be read again, or that nobody needs any more
/// @param droppedSegments which were damaged
/// @param rebuiltSegments written in their place, from the footers of packs
/// @param setAside where damaged manifests were moved to
public record RepairReport(
        VerifyReport verified,
        List<String> marked,
        List<String> healed,
        List<String> droppedSegments,
        List<String> rebuiltSegments,
        List<String> setAside) {

    public RepairReport {
        marked = List.copyOf(marked);
        healed = List.copyOf(healed);
        droppedSegments = List.copyOf(droppedSegments);
        rebuiltSegments = List.copyOf(rebuiltSegments);
        setAside = List.copyOf(setAside);
    }

    /// Whether the next incremental run has something to store again.
    public boolean changed() {
        return !marked.isEmpty() || !healed.isEmpty() || !droppedSegments.isEmpty() || !setAside.isEmpty();
    }
}
