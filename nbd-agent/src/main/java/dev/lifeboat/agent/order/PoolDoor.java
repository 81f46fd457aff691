package dev.lifeboat.agent.order;

import dev.lifeboat.agent.api.FailureReason;
import dev.lifeboat.agent.api.HostRoute;
import dev.lifeboat.agent.api.PoolAccess;
import dev.lifeboat.agent.api.PoolTrust;
import dev.lifeboat.agent.failure.OrderFailedException;
import dev.lifeboat.xen.Credentials;
import dev.lifeboat.xen.Trust;
import dev.lifeboat.xen.XenPool;
import dev.lifeboat.xen.pool.XenPools;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// Logs in to pools with the mounted credentials.
public final class PoolDoor implements Doors.Pools {
    private final Optional<Path> credentials;

    public PoolDoor(Optional<Path> credentials) {
        this.credentials = credentials;
    }

    @Override
    public XenPool connect(PoolAccess access) {
        var folder = new SecretFolder(
                credentials.orElseThrow(() -> new OrderFailedException(
                        FailureReason.InvalidOrder, "The order needs a pool, but --pool-credentials is not given")),
                FailureReason.CredentialsRejected);
        var login = new Credentials(folder.read("username"), folder.read("password"));
        return XenPools.connect(
                new dev.lifeboat.xen.PoolAccess(
                        access.endpoints(), login, trust(access.trust()), routes(access.routes())),
                access.originator());
    }

    private static List<dev.lifeboat.xen.HostRoute> routes(List<HostRoute> routes) {
        return routes.stream()
                .map(route -> new dev.lifeboat.xen.HostRoute(route.hostUuid(), route.preferred(), route.known()))
                .toList();
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
