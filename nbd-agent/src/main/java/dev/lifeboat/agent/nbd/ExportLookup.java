package dev.lifeboat.agent.nbd;

import dev.lifeboat.xen.NbdExport;
import java.util.List;

/// Where the disk is served right now. Asked before each connection: names hold a session, hosts and certificates
/// change.
@FunctionalInterface
public interface ExportLookup {
    List<NbdExport> exports();
}
