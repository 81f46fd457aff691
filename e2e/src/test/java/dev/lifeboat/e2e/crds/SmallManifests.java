package dev.lifeboat.e2e.crds;

/// The smallest manifests of each kind that an API server takes, but for what a test adds; named `bad` where it should
/// not.
final class SmallManifests {
    private static final String BAD = "bad";

    private SmallManifests() {}

    static String hypervisor(String name, String endpoint, String more) {
        return manifest("XenHypervisor", name, """
              endpoints: ["%s"]
              credentialsSecretRef: {name: credentials}
            %s
            """.formatted(endpoint, more));
    }

    static String policy(String name, String selector, String more) {
        return manifest("BackupPolicy", name, """
              hypervisorRefs: [{name: pool}]
              storageRef: {name: storage}
              selector: %s
            %s
            """.formatted(selector, more));
    }

    static String strategy(String strategy) {
        return policy(BAD, "{include: [{names: [web]}]}", "  strategy: " + strategy);
    }

    static String restore(String more) {
        return manifest("VmRestore", BAD, """
              source: {backupRef: {name: web}}
              target: {hypervisorRef: {name: pool}}
              %s
            """.formatted(more));
    }

    /// @param more replaces the mode where it names one
    static String export(String more) {
        return manifest("VmRestore", BAD, """
              source: {backupRef: {name: web}}
              %s
              %s
            """.formatted(more.startsWith("mode:") ? "" : "mode: XvaExport", more));
    }

    static String storage(String provider) {
        return manifest("BackupStorage", BAD, "  provider: %s\n".formatted(provider));
    }

    static String backup(String name, String source) {
        return manifest("VmBackup", name, """
              source: %s
              storageRef: {name: storage}
            """.formatted(source));
    }

    private static String manifest(String kind, String name, String spec) {
        return """
            apiVersion: lifeboat.dev/v1alpha1
            kind: %s
            metadata: {name: %s, namespace: default}
            spec:
            """.formatted(kind, name) + spec;
    }
}
