package dev.lifeboat.agent.order;

import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.PoolAccess;
import dev.lifeboat.agent.api.PoolTrust;
import dev.lifeboat.agent.failure.OrderFailedException;
import dev.lifeboat.xen.Credentials;
import dev.lifeboat.xen.Trust;
import dev.lifeboat.xen.XenPool;
import java.nio.file.Path;
import java.util.Optional;

/// Logs in to pools with the mounted credentials.
public final class PoolDoor implements Doors.Pools {
    /// Begins the label of our sessions. A pool drops the oldest of too many with the same one, so each order has
    /// its own; and tasks that a dead agent left are told from those of one that is at work.
    private static final String ORIGINATOR = "lifeboat-agent/";

    private final Optional<Path> credentials;
    private final String orderId;

    public PoolDoor(Optional<Path> credentials, String orderId) {
        this.credentials = credentials;
        this.orderId = orderId;
    }

    @Override
    public XenPool connect(PoolAccess access) {
        var folder = new SecretFolder(
                credentials.orElseThrow(() -> new OrderFailedException(
                        FailureReason.InvalidOrder, "The order needs a pool, but --pool-credentials is not given")),
                FailureReason.CredentialsRejected);
        var login = new Credentials(folder.read("username"), folder.read("password"));
        return XenPool.connect(
                new dev.lifeboat.xen.PoolAccess(access.endpoints(), login, trust(access.trust())),
                ORIGINATOR + orderId);
    }

    private static Trust trust(PoolTrust trust) {
        return switch (trust) {
            case PoolTrust.SystemCertificates _ -> new Trust.SystemCertificates();
            case PoolTrust.CaBundle(var pem) -> new Trust.CaBundle(pem);
            case PoolTrust.Fingerprints(var sha256) -> new Trust.Fingerprints(sha256);
            case PoolTrust.Insecure _ -> new Trust.Insecure();
        };
    }
}
