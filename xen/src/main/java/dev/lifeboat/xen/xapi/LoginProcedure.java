package dev.lifeboat.xen.xapi;

import dev.lifeboat.xen.CertificateNotTrustedException;
import dev.lifeboat.xen.Credentials;
import dev.lifeboat.xen.CredentialsRejectedException;
import dev.lifeboat.xen.MalformedResponseException;
import dev.lifeboat.xen.PoolUnreachableException;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.XenException;
import dev.lifeboat.xen.https.Endpoints;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds the pool master through any member and logs in there.
final class LoginProcedure {

    private static final Logger LOG = LoggerFactory.getLogger(LoginProcedure.class);

    /// More members than this naming each other as master know no master.
    private static final int MOST_HOPS = 5;

    /// A wrong password takes the host five seconds.
    private static final Duration LIMIT = Duration.ofMinutes(1);

    private final XapiCalls calls;
    private final Patience patience;
    private final Credentials credentials;
    private final String originator;

    LoginProcedure(XapiCalls calls, Patience patience, Credentials credentials, String originator) {
        this.calls = calls;
        this.patience = patience;
        this.credentials = credentials;
        this.originator = originator;
    }

    /// Tries each endpoint in turn. A refusal of the credentials ends it: asking more hosts would only lock
    /// the user out.
    Login perform(List<URI> endpoints) {
        XenException worst = null;
        for (URI endpoint : endpoints) {
            try {
                return through(endpoint);
            } catch (PoolUnreachableException | CertificateNotTrustedException | MalformedResponseException e) {
                LOG.debug("No login through {}: {}", endpoint, e.getMessage());
                worst = worst instanceof CertificateNotTrustedException ? worst : e;
            } catch (XapiException.Retryable e) {
                LOG.debug("No login through {} now: {}", endpoint, e.getMessage());
                worst = worst instanceof CertificateNotTrustedException ? worst : e;
            }
        }
        throw Optional.ofNullable(worst).orElseThrow(() -> new IllegalStateException("no endpoints"));
    }

    private Login through(URI endpoint) {
        URI host = endpoint;
        for (int hop = 0; hop <= MOST_HOPS; hop++) {
            try {
                return at(host);
            } catch (XapiException e) {
                if (!e.code().equals("HOST_IS_SLAVE") || e.parameters().isEmpty()) {
                    throw e;
                }
                host = Endpoints.resolve(e.parameters().getFirst(), endpoint);
            }
        }
        throw new MalformedResponseException(
                "Pool endpoint " + endpoint + ": its members name each other as pool master");
    }

    private Login at(URI host) {
        var login = Request.of(
                        "session.login_with_password",
                        credentials.username(),
                        credentials.password(),
                        "1.0",
                        originator)
                .within(LIMIT);
        try {
            Object session = patience.keepTrying(login.method(), _ -> calls.call(host, login));
            return new Login(host, String.valueOf(session));
        } catch (XapiException e) {
            throw switch (e.code()) {
                case "SESSION_AUTHENTICATION_FAILED", "SESSION_AUTHORIZATION_FAILED" ->
                    new CredentialsRejectedException(host, credentials.username(), e);
                default -> e;
            };
        }
    }
}
