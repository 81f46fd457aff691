package dev.lifeboat.operator.access;

import dev.lifeboat.crds.XenHypervisor;
import dev.lifeboat.crds.XenHypervisorReason;
import dev.lifeboat.operator.status.Problem;
import dev.lifeboat.xen.CertificateNotTrustedException;
import dev.lifeboat.xen.ChangedBlocksUnavailableException;
import dev.lifeboat.xen.CredentialsRejectedException;
import dev.lifeboat.xen.InterruptedCallException;
import dev.lifeboat.xen.MalformedResponseException;
import dev.lifeboat.xen.PoolUnreachableException;
import dev.lifeboat.xen.RequestTooLargeException;
import dev.lifeboat.xen.TransferFailedException;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.XenException;
import java.util.Optional;
import java.util.Set;

/// What a failed call says about the pool itself, in the words of a user.
public final class PoolProblems {
    private static final Set<String> FORBIDDEN =
            Set.of("PERMISSION_DENIED", "RBAC_PERMISSION_DENIED", "USER_IS_NOT_LOCAL_SUPERUSER");

    private PoolProblems() {}

    /// A problem with a [XenHypervisorReason] if the failure is one of reaching the pool or of being let in; empty for
    /// one of the particular call, which its caller judges.
    public static Optional<Problem> ofConnection(XenHypervisor hypervisor, XenException failure) {
        var pool = "Pool " + hypervisor.getMetadata().getName() + ": ";
        return switch (failure) {
            case CertificateNotTrustedException untrusted ->
                Optional.of(new Problem.InvalidRequest(
                        XenHypervisorReason.CertificateNotTrusted,
                        pool + untrusted.endpoint() + " presented a certificate that is not trusted, SHA-256 "
                                + untrusted.presentedSha256()
                                + ". Compare it on the host's console, then put it into"
                                + " spec.tls.certificateFingerprints, or name its authority in spec.tls.caBundleRef",
                        untrusted));
            case CredentialsRejectedException rejected ->
                Optional.of(new Problem.InvalidRequest(
                        XenHypervisorReason.CredentialsRejected,
                        pool + rejected.getMessage() + ". Correct them in Secret "
                                + hypervisor.getMetadata().getNamespace() + "/"
                                + hypervisor.getSpec().credentialsSecretRef().name()
                                + " of spec.credentialsSecretRef",
                        rejected));
            case PoolUnreachableException unreachable -> unreachable(pool, unreachable);
            case MalformedResponseException malformed -> unreachable(pool, malformed);
            case InterruptedCallException interrupted ->
                Optional.of(new Problem.Unavailable(
                        XenHypervisorReason.NotReachable, pool + interrupted.getMessage(), interrupted));
            case XapiException refused
            when FORBIDDEN.contains(refused.code()) ->
                Optional.of(new Problem.InvalidRequest(
                        XenHypervisorReason.PermissionDenied,
                        pool + refused.getMessage() + ". Give the user of Secret "
                                + hypervisor.getSpec().credentialsSecretRef().name()
                                + " the role vm-power-admin or pool-operator",
                        refused));
            case XapiException session when session.kind() == XenException.Kind.SESSION -> unreachable(pool, session);
            case XapiException _,
                    ChangedBlocksUnavailableException _,
                    TransferFailedException _,
                    RequestTooLargeException _ -> Optional.empty();
        };
    }

    private static Optional<Problem> unreachable(String pool, XenException failure) {
        return Optional.of(new Problem.Unavailable(
                XenHypervisorReason.NotReachable,
                pool + failure.getMessage() + ". Check spec.endpoints, name resolution and the network",
                failure));
    }
}
