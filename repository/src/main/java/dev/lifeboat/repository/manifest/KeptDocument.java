package dev.lifeboat.repository.manifest;

import java.util.List;

/// Packs that were named for deletion and turned out to be needed: not deleted because of that record any more.
///
/// @param record the trash record that names them
public record KeptDocument(
        String format, int formatVersion, List<String> requires, long epoch, String record, List<String> packs) {

    public static final String PREFIX = "trash/kept/";

    public KeptDocument {
        requires = List.copyOf(requires);
        packs = List.copyOf(packs);
    }
}
