package dev.lifeboat.agent.archive;

/// What a recovery point carries of its VM besides the pool's records, by name of the attachment. The names are part of
/// every repository that was written.
public final class AttachmentNames {
    /// What the pool itself exported of the VM: a tar as `/export_metadata` gives it, section 6.3 of the facts on XAPI.
    public static final String POOL_METADATA = "export-metadata.tar";

    /// The description in the XVA in which the disks came, where they did.
    public static final String OVA_XML = "ova.xml";

    private AttachmentNames() {}
}
