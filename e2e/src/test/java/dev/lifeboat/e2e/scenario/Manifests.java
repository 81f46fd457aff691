package dev.lifeboat.e2e.scenario;

import dev.lifeboat.e2e.stack.Pool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/// Manifests that scenarios have in common, for one namespace.
record Manifests(String namespace, Pool pool) {
    String namespaceItself() {
        return """
            apiVersion: v1
            kind: Namespace
            metadata:
              name: %s
            ---
            apiVersion: v1
            kind: ConfigMap
            metadata:
              name: pool-ca
              namespace: %s
            data:
              ca.crt: |
            %s
            """.formatted(namespace, namespace, certificate().strip().indent(4));
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
              namespace: %1$s
            stringData:
              key: bGlmZWJvYXQncyBzY2VuYXJpb3MgdXNlIHRoaXMga2U=
            ---
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata:
              name: backups
              namespace: %1$s
            spec:
              accessModes: [ReadWriteMany]
              resources: {requests: {storage: 1Gi}}
            ---
            apiVersion: lifeboat.dev/v1alpha1
            kind: BackupStorage
            metadata:
              name: storage
              namespace: %1$s
            spec:
              provider:
                filesystem: {claimName: backups}
              encryption:
                keySecretRef: {name: storage-key}
            """.formatted(namespace);
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
        return """
            apiVersion: lifeboat.dev/v1alpha1
            kind: VmRestore
            metadata:
              name: %s
              namespace: %s
            spec:
              source:
                backupRef: {name: %s}
              target:
                hypervisorRef: {name: pool}
                name: restored by %s
            """.formatted(name, namespace, backup, namespace);
    }

    private String certificate() {
        try {
            return Files.readString(pool.caFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
