package dev.lifeboat.operator.access;

import dev.lifeboat.agent.api.HostRoute;
import dev.lifeboat.agent.api.PoolTrust;
import dev.lifeboat.crds.CaBundleRef;
import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.crds.XenHypervisorReason;
import dev.lifeboat.crds.XenHypervisorSpec;
import dev.lifeboat.operator.status.Problem;
import dev.lifeboat.xen.Credentials;
import dev.lifeboat.xen.PoolAccess;
import dev.lifeboat.xen.Trust;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.net.URI;
import java.util.List;
import java.util.Set;

/// How a XenHypervisor is reached, for us and for an agent.
public final class PoolAccesses {
    private final References references;

    public PoolAccesses(KubernetesClient client) {
        this.references = new References(client);
    }

    /// For an order: without the credentials, which the agent's Job mounts.
    ///
    /// @param originator of the agent's sessions and tasks
    /// @param routes     by which its disk data goes
    /// @throws Problem.InvalidRequest with a [XenHypervisorReason]
    public dev.lifeboat.agent.api.PoolAccess forAgent(
            XenHypervisor hypervisor, Originator originator, List<HostRoute> routes) {
        return new dev.lifeboat.agent.api.PoolAccess(
                endpoints(hypervisor.getSpec()),
                switch (trust(hypervisor)) {
                    case Trust.SystemCertificates _ -> new PoolTrust.SystemCertificates();
                    case Trust.CaBundle(var pem) -> new PoolTrust.CaBundle(pem);
                    case Trust.Fingerprints(var sha256) -> new PoolTrust.Fingerprints(sha256);
                    case Trust.Insecure _ -> new PoolTrust.Insecure();
                },
                originator.text(),
                routes);
    }

    /// For a session of our own.
    ///
    /// @throws Problem.InvalidRequest with a [XenHypervisorReason]
    public PoolAccess forSession(XenHypervisor hypervisor) {
        return new PoolAccess(endpoints(hypervisor.getSpec()), credentials(hypervisor), trust(hypervisor));
    }

    private Credentials credentials(XenHypervisor hypervisor) {
        var field = "spec.credentialsSecretRef";
        var missing = XenHypervisorReason.SecretMissing;
        var secret = references.secret(
                hypervisor.getMetadata().getNamespace(),
                hypervisor.getSpec().credentialsSecretRef().name(),
                missing,
                field);
        return new Credentials(
                references.value(secret, "username", missing, field),
                references.value(secret, "password", missing, field));
    }

    private Trust trust(XenHypervisor hypervisor) {
        var tls = hypervisor.getSpec().tls();
        if (tls == null) {
            return new Trust.SystemCertificates();
        }
        if (tls.insecureSkipVerify()) {
            return new Trust.Insecure();
        }
        if (tls.caBundleRef() != null) {
            return bundle(hypervisor, tls.caBundleRef());
        }
        return tls.certificateFingerprints() == null
                ? new Trust.SystemCertificates()
                : fingerprints(tls.certificateFingerprints());
    }

    private Trust bundle(XenHypervisor hypervisor, CaBundleRef ref) {
        var field = "spec.tls.caBundleRef";
        var missing = XenHypervisorReason.CaBundleMissing;
        var pem = references.certificates(hypervisor.getMetadata().getNamespace(), ref, missing, field);
        try {
            return new Trust.CaBundle(pem);
        } catch (IllegalArgumentException e) {
            throw new Problem.InvalidRequest(
                    missing,
                    ref.kind() + " " + ref.name() + " of " + field + ": " + e.getMessage()
                            + "; put the certificate of the pool, or of its authority, there as PEM",
                    e);
        }
    }

    private static Trust fingerprints(List<String> sha256) {
        try {
            return new Trust.Fingerprints(Set.copyOf(sha256));
        } catch (IllegalArgumentException e) {
            throw new Problem.InvalidRequest(
                    XenHypervisorReason.InvalidSpec,
                    "spec.tls.certificateFingerprints: " + e.getMessage()
                            + "; leave the field out to be shown the one that the pool presents",
                    e);
        }
    }

    private static List<URI> endpoints(XenHypervisorSpec spec) {
        try {
            return spec.endpoints().stream().map(URI::create).toList();
        } catch (IllegalArgumentException e) {
            throw new Problem.InvalidRequest(
                    XenHypervisorReason.InvalidSpec,
                    "spec.endpoints: " + e.getMessage() + "; write https://host or https://host:port",
                    e);
        }
    }
}
