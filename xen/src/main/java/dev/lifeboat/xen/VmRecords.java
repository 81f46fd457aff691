package dev.lifeboat.xen;

import java.util.Map;

/// A VM as the pool describes it, kept with its backup: `vm` and `guest_metrics` hold one record each;
/// `vbds`, `vifs`, `vdis`, `networks` and `vtpms` hold records by opaque ref. The tree is made of strings, booleans,
/// doubles, lists and maps, so that it survives JSON; integers are strings, as XAPI has them.
public record VmRecords(Map<String, Object> tree) {

    public VmRecords {
        tree = JsonTree.copy(tree);
    }
}
