package dev.lifeboat.e2e.quickstart;

import dev.lifeboat.e2e.stack.Pool;
import java.net.URI;

/// What the quickstart applies beside `examples/quickstart`: the simulator's certificate, which is new each time, and
/// a bucket in place of the folder.
final class Manifests {
    private Manifests() {}

    /// The part of the environment that a person cannot write down beforehand.
    static String environment(Pool pool) {
        return pool.namespace(Cluster.NAMESPACE, "demo-pool-ca");
    }

    /// Replaces `demo-storage` by a bucket.
    static String bucket(URI url) {
        var path = url.getPath().replaceFirst("^/", "").split("/", 2);
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
                  endpoint: %6$s://%7$s
                  pathStyle: true
                  credentialsSecretRef:
                    name: demo-bucket-credentials
              encryption:
                keySecretRef:
                  name: demo-storage-key
            """.formatted(
                        Cluster.NAMESPACE,
                        environmentVariable("AWS_ACCESS_KEY_ID"),
                        environmentVariable("AWS_SECRET_ACCESS_KEY"),
                        path[0],
                        path.length > 1 && !path[1].isEmpty() ? path[1].replaceFirst("/?$", "/") : "",
                        url.getScheme(),
                        url.getAuthority());
    }

    private static String environmentVariable(String name) {
        var value = System.getenv(name);
        if (value == null || value.isEmpty()) {
            throw new QuickstartException("--s3 needs the environment variable " + name);
        }
        return value;
    }
}
