package dev.lifeboat.simulator.profile;

/// What a release of the server has, by the API version 2.x it came with or went with (facts, sections 1.9 and 1.10).
/// A client finds these out by trying; the simulator has to refuse exactly as that release does.
public enum Feature {
    /// `/jsonrpc` answers JSON; before, the path falls to `/` and so to XML-RPC.
    JSON_RPC(7),
    /// JSON-RPC 2.0 errors are objects; before, they have the shape of version 1 whatever the caller asked for.
    JSON_RPC_ERROR_OBJECTS(8),
    /// A JSON number without a decimal point is a float where one is wanted.
    JSON_WHOLE_FLOATS(8),
    /// Errors from before dispatch have the caller's shape too.
    JSON_RPC_EARLY_ERROR_OBJECTS(21),
    /// `VM.is_default_template` and its setter; before, `other_config` says it.
    DEFAULT_TEMPLATE_FLAG(7),
    /// `task.set_status`.
    TASK_SET_STATUS(7),
    /// `VM.set_bios_strings`.
    BIOS_STRINGS(8),
    /// Changed block tracking, NBD and network purposes, which came together.
    CHANGED_BLOCKS(8),
    /// `VM.snapshot_with_quiesce` is removed, no longer there.
    QUIESCE_REMOVED(14),
    /// A tar stream of one disk.
    TAR_EXPORT(11),
    /// A VHD export refuses a disk that no VHD can hold.
    VHD_SIZE_CHECK(12),
    /// XVA files carry `.xxhash` instead of `.checksum`, and may be compressed with zstd.
    XXHASH_AND_ZSTD(14),
    /// An export finds out from a disk's format what was never written, instead of reading it all for zeros.
    ALLOCATION_READ(20),
    /// `task.set_progress`.
    TASK_SET_PROGRESS(15),
    /// `task.set_result` and `task.set_error_info`.
    TASK_SET_OUTCOME(20),
    /// `VM.snapshot` takes disks to leave out.
    SNAPSHOT_IGNORES_DISKS(20),
    /// `VM.create` makes a suspended VM, `VBD.create` and `VIF.create` an attached device of one.
    SUSPENDED_CREATION(20),
    /// Virtual TPMs.
    VTPM(20),
    /// A member tells the master's certificate to who asks for it in a header.
    MASTER_THUMBPRINT(21);

    private final int sinceApiMinor;

    Feature(int sinceApiMinor) {
        this.sinceApiMinor = sinceApiMinor;
    }

    boolean isIn(int apiMinor) {
        return apiMinor >= sinceApiMinor;
    }
}
