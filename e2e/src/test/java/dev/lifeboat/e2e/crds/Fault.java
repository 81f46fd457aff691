package dev.lifeboat.e2e.crds;

import java.util.List;

/// What a person can get wrong in a manifest.
///
/// @param message part of what the API server answers
record Fault(String manifest, String message) {
    static List<Fault> all() {
        return List.of(
                new Fault(SmallManifests.hypervisor("bad", "http://10.0.0.1", ""), "each endpoint is https://host"),
                new Fault(SmallManifests.hypervisor("bad", "https://10.0.0.1", "  poolUUID: west"), "poolUUID"),
                new Fault(
                        SmallManifests.hypervisor(
                                "bad",
                                "https://10.0.0.1",
                                "  tls: {insecureSkipVerify: true, certificateFingerprints: [ab]}"),
                        "not several"),
                new Fault(
                        SmallManifests.hypervisor("bad", "https://10.0.0.1", "  limits: {bandwidth: {rate: 100k}}"),
                        "at least 1Mi, such as 100Mi"),
                new Fault(
                        SmallManifests.storage("{filesystem: {claimName: c}}")
                                + "  limits: {bandwidth: {rate: 1000}}\n",
                        "leave bandwidth out for no limit"),
                new Fault(SmallManifests.policy("bad", "{include: [{}]}", ""), "a term needs at least one of"),
                new Fault(SmallManifests.policy("bad", "{include: []}", ""), "include"),
                new Fault(
                        SmallManifests.policy("bad", "{include: [{names: [web]}]}", "  disks: {exclude: [{}]}"),
                        "at least one of names, nameRegex, devices"),
                new Fault(
                        SmallManifests.policy("bad", "{include: [{names: [web]}]}", "  consistency: {mode: Sometimes}"),
                        "Sometimes"),
                new Fault(
                        SmallManifests.policy(
                                "bad", "{include: [{names: [web]}]}", "  snapshots: {maxChainLength: 30}"),
                        "maxChainLength"),
                new Fault(
                        SmallManifests.policy(
                                "bad", "{include: [{names: [web]}]}", "  strategy: {readAllEvery: monthly}"),
                        "readAllEvery"),
                new Fault(
                        SmallManifests.strategy("{mode: Xva, onNbdUnavailable: Fail}"),
                        "which onNbdUnavailable: Fail rules out"),
                new Fault(
                        SmallManifests.strategy("{mode: Raw, onNbdUnavailable: Fail}"),
                        "which onNbdUnavailable: Fail rules out"),
                new Fault(
                        SmallManifests.strategy("{mode: Raw, onCbtUnavailable: Fail}"),
                        "which onCbtUnavailable: Fail rules out"),
                new Fault(SmallManifests.strategy("{xva: {base: LastWeek}}"), "LastWeek"),
                new Fault(
                        SmallManifests.strategy("{mode: Xva}") + "  snapshots: {reference: MetadataOnly}\n",
                        "take Auto, KeepData or None"),
                new Fault(
                        SmallManifests.backup("bad", "{hypervisorRef: {name: pool}, vmName: web}")
                                + "  strategy: {mode: Xva}\n  snapshots: {reference: MetadataOnly}\n",
                        "take Auto, KeepData or None"),
                new Fault(SmallManifests.restore("identity: Original"), "takes route: Xva and mac: Preserve"),
                new Fault(
                        SmallManifests.restore("identity: Original\n  route: Xva"),
                        "takes route: Xva and mac: Preserve"),
                new Fault(
                        SmallManifests.restore(
                                "route: Xva\n  storageMapping: {byDevice: [{device: \"0\", srUUID: x}]}"),
                        "storageMapping.defaultSrUUID"),
                new Fault(SmallManifests.restore("mode: XvaExport"), "leave out target, networkMapping"),
                new Fault(SmallManifests.restore("xvaExport: {key: web.xva}"), "xvaExport is for mode: XvaExport"),
                new Fault(SmallManifests.export("powerOn: true"), "mode: XvaExport creates no VM"),
                new Fault(SmallManifests.export("route: Xva"), "mode: XvaExport creates no VM"),
                new Fault(
                        SmallManifests.export("storageMapping: {defaultSrUUID: x}"), "all of storageMapping but skip"),
                new Fault(SmallManifests.export("xvaExport: {key: /web.xva}"), "xvaExport.key"),
                new Fault(SmallManifests.export("xvaExport: {key: a/../web.xva}"), "xvaExport.key"),
                new Fault(SmallManifests.export("xvaExport: {key: web.raw}"), "xvaExport.key"),
                new Fault(SmallManifests.export("mode: NewVm"), "name its pool by target.hypervisorRef"),
                new Fault(SmallManifests.storage("{}"), "exactly one of provider.s3 and provider.filesystem"),
                new Fault(SmallManifests.storage("{filesystem: {claimName: c, subPath: ../x}}"), "free of '..'"),
                new Fault(
                        SmallManifests.storage("{filesystem: {claimName: c}}"),
                        "set encryption.keySecretRef to a Secret"),
                new Fault(
                        SmallManifests.storage("{filesystem: {claimName: c}}")
                                + "  encryption: {mode: Disabled, keySecretRef: {name: k}}\n",
                        "takes no key"),
                new Fault(
                        SmallManifests.backup("bad", "{hypervisorRef: {name: pool}}"),
                        "source.vmUUID and source.vmName"));
    }
}
