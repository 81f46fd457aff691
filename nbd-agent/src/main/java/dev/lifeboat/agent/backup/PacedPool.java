package dev.lifeboat.agent.backup;

import dev.lifeboat.repository.objectstore.Pace;
import dev.lifeboat.xen.XenPool;

/// A pool, and how fast all disks together may be read from it.
record PacedPool(XenPool pool, Pace pace) {}
