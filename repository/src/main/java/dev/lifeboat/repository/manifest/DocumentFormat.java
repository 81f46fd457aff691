package dev.lifeboat.repository.manifest;

import java.util.Set;

/// What a document calls itself, and the version that this release writes and reads.
///
/// @param laterLists members that came after the first release of the version: lists, and empty where they are not
/// there
public record DocumentFormat(String name, int version, Set<String> laterLists) {

    public static final DocumentFormat REPOSITORY = new DocumentFormat("lifeboat-repository", 1);
    public static final DocumentFormat KEYS = new DocumentFormat("lifeboat-keys", 1);
    public static final DocumentFormat POINT =
            new DocumentFormat("lifeboat-point", 1, Set.of("excludedDisks", "attachments"));
    public static final DocumentFormat SESSION = new DocumentFormat("lifeboat-session", 1);
    public static final DocumentFormat WRITER = new DocumentFormat("lifeboat-writer", 1);
    public static final DocumentFormat CHECKPOINT = new DocumentFormat("lifeboat-checkpoint", 1);
    public static final DocumentFormat DAMAGE = new DocumentFormat("lifeboat-damage", 1);
    public static final DocumentFormat ROTATION = new DocumentFormat("lifeboat-rotation", 1);
    public static final DocumentFormat MAINTENANCE = new DocumentFormat("lifeboat-maintenance", 1);
    public static final DocumentFormat TRASH = new DocumentFormat("lifeboat-trash", 1);
    public static final DocumentFormat KEPT = new DocumentFormat("lifeboat-kept", 1);

    public DocumentFormat {
        laterLists = Set.copyOf(laterLists);
    }

    DocumentFormat(String name, int version) {
        this(name, version, Set.of());
    }
}
