package dev.lifeboat.crds;

/// Names that all kinds share.
public final class Api {
    public static final String GROUP = "lifeboat.dev";
    public static final String VERSION = "v1alpha1";

    /// `kubectl get lifeboat` lists every kind of this category.
    public static final String CATEGORY = "lifeboat";

    /// Inventory has its own: thousands of rows in a large pool.
    public static final String INVENTORY_CATEGORY = "lifeboat-inventory";

    private Api() {}
}
