package dev.lifeboat.operator.xenhypervisor;

import dev.lifeboat.crds.XenHypervisorReason;
import dev.lifeboat.crds.XenHypervisorSpec.CbtMode;
import dev.lifeboat.xen.PoolCapabilities;
import dev.lifeboat.xen.Shortcoming;
import dev.lifeboat.xen.Shortcoming.Feature;

/// Whether changed blocks can be tracked, and what to do where not.
final class CbtVerdict {
    private CbtVerdict() {}

    static Finding of(CbtMode mode, PoolCapabilities capabilities) {
        if (mode == CbtMode.Never) {
            return Finding.no(
                    XenHypervisorReason.DisabledBySpec, "spec.cbt.mode is Never: changed blocks are not tracked");
        }
        return capabilities.shortcomings().stream()
                .filter(it -> it.feature() == Feature.CBT)
                .findFirst()
                .map(it -> Finding.no(reason(it), it.sentences()))
                .orElseGet(() -> Finding.yes(XenHypervisorReason.Available, "The pool can track changed blocks"));
    }

    private static XenHypervisorReason reason(Shortcoming shortcoming) {
        return switch (shortcoming.cause()) {
            case TOO_OLD -> XenHypervisorReason.TooOld;
            case NOT_LICENSED -> XenHypervisorReason.NotLicensed;
            case UNSUPPORTED_STORAGE, NO_NETWORK, INSECURE, HOST_WITHOUT_ADDRESS -> XenHypervisorReason.UnsupportedSr;
        };
    }
}
