package dev.lifeboat.e2e.scenario;

import dev.lifeboat.e2e.stack.Pool;

/// Manifests that scenarios have in common, for one namespace.
record Manifests(String namespace, Pool pool) {
    String namespaceItself() {
        return pool.namespace(namespace, "pool-ca");
    }

    String credentials(String password) {
        return """
            apiVersion: v1
            kind: Secret
            metadata:
              name: pool-credentials
              namespace: %s
            stringData:
              username: %s
              password: %s
            """.formatted(namespace, pool.username(), password);
    }

    String hypervisor() {
        return hypervisor(pool.endpoints().getFirst().toString(), "caBundleRef: {name: pool-ca}");
    }

    /// @param trust what stands under `spec.tls`, on one line
    String hypervisor(String endpoint, String trust) {
        return """
            apiVersion: lifeboat.dev/v1alpha1
            kind: XenHypervisor
            metadata:
              name: pool
              namespace: %s
            spec:
              endpoints: ["%s"]
              credentialsSecretRef: {name: pool-credentials}
              tls:
                %s
            """.formatted(namespace, endpoint, trust);
    }

    String storage() {
        return """
            apiVersion: v1
            kind: Secret
            metadata:
              name: storage-key
              namespace: %s
            stringData:
              key: bGlmZWJvYXQncyBzY2VuYXJpb3MgdXNlIHRoaXMga2U=
            ---
            """.formatted(namespace) + storage("", "{claimName: backups}", "{keySecretRef: {name: storage-key}}");
    }

    /// @param claim      more lines of the claim's spec
    /// @param filesystem what stands under `spec.provider.filesystem`, on one line
    /// @param encryption what stands under `spec.encryption`, on one line
    String storage(String claim, String filesystem, String encryption) {
        return """
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata:
              name: backups
              namespace: %1$s
            spec:
              accessModes: [ReadWriteMany]
              resources: {requests: {storage: 1Gi}}
            %2$s
            ---
            apiVersion: lifeboat.dev/v1alpha1
            kind: BackupStorage
            metadata:
              name: storage
              namespace: %1$s
            spec:
              provider:
                filesystem: %3$s
              encryption: %4$s
            """.formatted(namespace, claim, filesystem, encryption);
    }

    /// @param selector what stands under `spec.selector`, on one line
    String policy(String selector, String runRequest) {
        return """
            apiVersion: lifeboat.dev/v1alpha1
            kind: BackupPolicy
            metadata:
              name: policy
              namespace: %s
            spec:
              hypervisorRefs: [{name: pool}]
              selector: %s
              storageRef: {name: storage}
              runRequest: "%s"
            """.formatted(namespace, selector, runRequest);
    }

    String backup(String name, String vmUuid) {
        return """
            apiVersion: lifeboat.dev/v1alpha1
            kind: VmBackup
            metadata:
              name: %s
              namespace: %s
            spec:
              source:
                hypervisorRef: {name: pool}
                vmUUID: %s
              storageRef: {name: storage}
            """.formatted(name, namespace, vmUuid);
    }

    /// @param more lines of the spec, each with its line end
    String backup(String name, String vmUuid, String more) {
        return backup(name, vmUuid) + more.indent(2);
    }

    String restore(String name, String backup) {
        return restoreOf(name, backup) + """
              target:
                hypervisorRef: {name: pool}
                name: restored by %s
            """.formatted(namespace);
    }

    /// @param wishes what stands under `spec.xvaExport`, on one line
    String export(String name, String backup, String wishes) {
        return restoreOf(name, backup) + """
              mode: XvaExport
              xvaExport: %s
            """.formatted(wishes);
    }

    private String restoreOf(String name, String backup) {
        return """
            apiVersion: lifeboat.dev/v1alpha1
            kind: VmRestore
            metadata:
              name: %s
              namespace: %s
            spec:
              source:
                backupRef: {name: %s}
            """.formatted(name, namespace, backup);
    }
}
