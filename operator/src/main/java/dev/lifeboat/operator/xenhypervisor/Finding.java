package dev.lifeboat.operator.xenhypervisor;

import dev.lifeboat.crds.XenHypervisorReason;

/// What a condition says.
record Finding(boolean holds, XenHypervisorReason reason, String message) {
    static Finding yes(XenHypervisorReason reason, String message) {
        return new Finding(true, reason, message);
    }

    static Finding no(XenHypervisorReason reason, String message) {
        return new Finding(false, reason, message);
    }
}
