package dev.lifeboat.xen;

import dev.lifeboat.xen.stream.Compression;
import java.util.UUID;

/// What `/export` is asked for.
///
/// @param vm halted or suspended, a snapshot, or a template
/// @param compression hosts before 8.1 know no zstd and send none instead
/// @param preservePowerState with the memory of a suspended VM
public record VmExport(UUID vm, Compression compression, boolean preservePowerState) {}
