package dev.lifeboat.simulator.transfer;

import java.io.IOException;

/// Serves one path for callers that may: moves a disk, a VM, or what the pool knows of VMs.
interface TransferHandler {

    void handle(Transfer transfer) throws IOException;
}
