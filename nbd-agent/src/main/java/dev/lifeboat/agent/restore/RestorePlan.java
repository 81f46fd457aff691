package dev.lifeboat.agent.restore;

import dev.lifeboat.repository.disk.DiskImage;
import dev.lifeboat.xen.StorageRepository;
import dev.lifeboat.xen.VmCreation;
import java.util.List;

/// What is created, and what its disks are filled with.
record RestorePlan(VmCreation creation, List<Fill> fills) {
    RestorePlan {
        fills = List.copyOf(fills);
    }

    /// One disk and where it goes.
    record Fill(DiskImage image, StorageRepository target) {}
}
