package dev.lifeboat.xen.pool;

import dev.lifeboat.xen.CertificateNotTrustedException;
import dev.lifeboat.xen.CredentialsRejectedException;
import dev.lifeboat.xen.PoolAccess;
import dev.lifeboat.xen.PoolUnreachableException;
import dev.lifeboat.xen.XenPool;
import dev.lifeboat.xen.https.CallChannel;
import dev.lifeboat.xen.https.DialPlan;
import dev.lifeboat.xen.https.HandlerChannel;
import dev.lifeboat.xen.https.PoolTls;
import dev.lifeboat.xen.xapi.Patience;
import dev.lifeboat.xen.xapi.XapiSession;

/// The door to this module: opens sessions with pools.
public final class XenPools {

    private XenPools() {}

    /// Logs in at the first endpoint that answers, at the pool master that it names.
    ///
    /// @param originator a label for our sessions; the pool counts sessions by it and drops the oldest of
    /// too many
    /// @throws PoolUnreachableException no endpoint answers
    /// @throws CertificateNotTrustedException an endpoint presents a certificate that [PoolAccess#trust()]
    /// does not cover
    /// @throws CredentialsRejectedException user or password are wrong
    public static XenPool connect(PoolAccess access, String originator) {
        return connect(access, originator, Ambience.real());
    }

    static XenPool connect(PoolAccess access, String originator, Ambience ambience) {
        var tls = PoolTls.of(access.trust());
        var channel = new CallChannel(tls);
        try {
            var patience = new Patience(ambience.pause());
            var session = XapiSession.open(access, originator, channel, patience, ambience.clock());
            var plan = new DialPlan(access.routes());
            var handlers = new HandlerChannel(tls.context(), Limits.TRANSFER, access.endpoints(), plan);
            return new PoolConnection(channel, session, handlers, access.routes(), ambience);
        } catch (RuntimeException e) {
            channel.close();
            throw e;
        }
    }
}
