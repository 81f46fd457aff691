package dev.lifeboat.xen.xapi;

import dev.lifeboat.xen.InterruptedCallException;
import dev.lifeboat.xen.MalformedResponseException;
import dev.lifeboat.xen.PoolAccess;
import dev.lifeboat.xen.PoolUnreachableException;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.XenException;
import dev.lifeboat.xen.https.CallChannel;
import dev.lifeboat.xen.https.Endpoints;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A session with a pool that outlives the sessions XAPI gives: lost ones are replaced, once for all
/// threads, and the pool master is followed.
public final class XapiSession implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(XapiSession.class);

    /// Whoever logs out is about to end, and may have been told to within seconds.
    private static final Duration FAREWELL_LIMIT = Duration.ofSeconds(2);

    /// More losses than this within one call are not the ordinary loss of a session.
    private static final int MOST_LOSSES = 3;

    private final XapiCalls calls;
    private final LoginProcedure procedure;
    private final Patience patience;
    private final LoginGate gate;
    private final String originator;
    private final List<URI> endpoints;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable Login current;
    private Optional<URI> likelyMaster = Optional.empty();
    private List<URI> members = List.of();

    private XapiSession(PoolAccess access, String originator, CallChannel channel, Patience patience, Clock clock) {
        this.calls = new XapiCalls(channel);
        this.patience = patience;
        this.procedure = new LoginProcedure(calls, patience, access.credentials(), originator);
        this.gate = new LoginGate(clock);
        this.endpoints = access.endpoints();
        this.originator = originator;
    }

    /// Logs in.
    public static XapiSession open(
            PoolAccess access, String originator, CallChannel channel, Patience patience, Clock clock) {
        var session = new XapiSession(access, originator, channel, patience, clock);
        session.login();
        return session;
    }

    /// The label of our sessions.
    public String originator() {
        return originator;
    }

    /// The session's ref, a secret, for what is not a call: disk handlers.
    public String ref() {
        return login().session();
    }

    /// Where the pool master answers.
    public URI master() {
        return login().master();
    }

    /// Members of the pool, by their management addresses. When no endpoint answers any more, they may.
    public void rememberMembers(List<String> addresses) {
        locked(() -> {
            var login = login();
            members = addresses.stream()
                    .flatMap(address -> member(address, login).stream())
                    .toList();
            return login;
        });
    }

    private static Optional<URI> member(String address, Login login) {
        try {
            return Optional.of(Endpoints.resolve(address, login.master()));
        } catch (MalformedResponseException e) {
            LOG.debug("{}", e.getMessage());
            return Optional.empty();
        }
    }

    /// Calls, with the session's ref as first parameter, repeating what the pool refuses for the moment.
    public Object call(String method, Object... parameters) {
        return call(Request.of(method, parameters));
    }

    /// The same for a call that differs from the usual.
    public Object call(Request request) {
        return patience.keepTrying(request.method(), _ -> attempt(request));
    }

    /// Calls once, but for lost sessions.
    Object attempt(Request request) {
        for (int losses = 0; ; losses++) {
            var login = login();
            try {
                return calls.call(login.master(), withSession(login, request));
            } catch (XapiException e) {
                if (!lost(login, e) || losses >= MOST_LOSSES) {
                    throw e;
                }
            } catch (PoolUnreachableException e) {
                forget(login, Optional.empty());
                boolean harmless = !e.mayHaveArrived() || request.readsOnly();
                if (!harmless || losses >= MOST_LOSSES) {
                    throw e;
                }
            }
        }
    }

    /// A handler refused the session with HTTP 401: have the next call log in anew.
    public void renew(String refusedRef) {
        var login = login();
        if (login.session().equals(refusedRef)) {
            forget(login, Optional.of(login.master()));
        }
    }

    private boolean lost(Login login, XapiException e) {
        return switch (e.code()) {
            case "SESSION_INVALID" -> forget(login, Optional.of(login.master()));
            case "HOST_IS_SLAVE" ->
                forget(login, e.parameters().stream().findFirst().map(at -> Endpoints.resolve(at, login.master())));
            default -> false;
        };
    }

    /// Always true; a login that somebody else has replaced already stays.
    private boolean forget(Login lostLogin, Optional<URI> master) {
        locked(() -> {
            if (lostLogin.equals(current)) {
                current = null;
                likelyMaster = master;
            }
            return lostLogin;
        });
        return true;
    }

    private Login login() {
        return locked(() -> {
            if (current == null) {
                current = gate.pass(() -> procedure.perform(candidates()));
                LOG.debug("Logged in at {}", current.master());
            }
            return current;
        });
    }

    private List<URI> candidates() {
        var candidates = new LinkedHashSet<URI>();
        likelyMaster.ifPresent(candidates::add);
        candidates.addAll(endpoints);
        candidates.addAll(members);
        return List.copyOf(candidates);
    }

    private Login locked(Supplier<Login> action) {
        try {
            lock.lockInterruptibly();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new InterruptedCallException("a login to " + endpoints);
        }
        try {
            return action.get();
        } finally {
            lock.unlock();
        }
    }

    private static Request withSession(Login login, Request request) {
        var all = new ArrayList<Object>();
        all.add(login.session());
        all.addAll(request.parameters());
        return new Request(request.method(), all, request.wanted(), request.limit());
    }

    /// Logs out; a session that cannot be ended ends by itself after a day.
    @Override
    public void close() {
        var login = current;
        if (login == null) {
            return;
        }
        try {
            calls.call(
                    login.master(),
                    Request.of("session.logout", login.session()).within(FAREWELL_LIMIT));
        } catch (XenException e) {
            LOG.debug("Logging out at {} failed: {}", login.master(), e.getMessage());
        }
    }
}
