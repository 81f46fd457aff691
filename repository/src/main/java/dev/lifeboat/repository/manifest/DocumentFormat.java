package dev.lifeboat.repository.manifest;

/// What a document calls itself, and the version that this release writes and reads.
public record DocumentFormat(String name, int version) {

    public static final DocumentFormat REPOSITORY = new DocumentFormat("lifeboat-repository", 1);
    public static final DocumentFormat KEYS = new DocumentFormat("lifeboat-keys", 1);
    public static final DocumentFormat POINT = new DocumentFormat("lifeboat-point", 1);
    public static final DocumentFormat SESSION = new DocumentFormat("lifeboat-session", 1);
    public static final DocumentFormat WRITER = new DocumentFormat("lifeboat-writer", 1);
    public static final DocumentFormat CHECKPOINT = new DocumentFormat("lifeboat-checkpoint", 1);
    public static final DocumentFormat DAMAGE = new DocumentFormat("lifeboat-damage", 1);
    public static final DocumentFormat ROTATION = new DocumentFormat("lifeboat-rotation", 1);
    public static final DocumentFormat MAINTENANCE = new DocumentFormat("lifeboat-maintenance", 1);
    public static final DocumentFormat TRASH = new DocumentFormat("lifeboat-trash", 1);
    public static final DocumentFormat KEPT = new DocumentFormat("lifeboat-kept", 1);
}
