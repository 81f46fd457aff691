package dev.lifeboat.e2e.quickstart;

import dev.lifeboat.e2e.stack.Pool;

/// What the quickstart applies beside `examples/quickstart`: the simulator's certificate, which is new each time, and
/// a bucket in place of the folder.
final class Manifests {
    private Manifests() {}

    /// The part of the environment that a person cannot write down beforehand.
    static String environment(Pool pool) {
        return pool.namespace(Cluster.NAMESPACE, "demo-pool-ca");
    }

    /// Replaces `demo-storage` by a bucket.
    static String bucket(GivenBucket bucket) {
        return """
            apiVersion: v1
            kind: Secret
            metadata:
              name: demo-bucket-credentials
              namespace: %1$s
            stringData:
              accessKeyId: "%2$s"
              secretAccessKey: "%3$s"
            ---
            apiVersion: lifeboat.dev/v1alpha1
            kind: BackupStorage
            metadata:
              name: demo-storage
              namespace: %1$s
            spec:
              provider:
                s3:
                  bucket: %4$s
                  prefix: "%5$s"
                  region: us-east-1
                  endpoint: %6$s
                  pathStyle: true
                  credentialsSecretRef:
                    name: demo-bucket-credentials
              encryption:
                keySecretRef:
                  name: demo-storage-key
            """.formatted(
                        Cluster.NAMESPACE,
                        bucket.accessKeyId(),
                        bucket.secretAccessKey(),
                        bucket.name(),
                        bucket.prefix(),
                        bucket.endpoint());
    }
}
