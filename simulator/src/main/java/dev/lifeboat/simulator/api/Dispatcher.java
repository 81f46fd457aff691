package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.http.DropConnection;
import dev.lifeboat.simulator.rpc.RpcRequest;
import dev.lifeboat.simulator.rpc.XapiError;
import dev.lifeboat.simulator.storage.StorageFull;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes a call from the wire to its handler: which host, which session, which method, how many arguments, which role.
public final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final String ASYNC = "Async.";

    private final Pool pool;
    private final MethodTable methods;
    private final Execution execution;
    private final AtomicLong calls = new AtomicLong();

    public Dispatcher(Pool pool, MethodTable methods) {
        this.pool = pool;
        this.methods = methods;
        this.execution = new Execution(pool);
    }

    /// How many calls have come in so far.
    public long calls() {
        return calls.get();
    }

    /// The result, or an `XapiError`.
    public Object dispatch(Host host, RpcRequest request) {
        calls.incrementAndGet();
        try {
            return route(host, request);
        } catch (XapiError e) {
            LOG.debug("{} on {}: {} {}", request.method(), host, e.code(), e.parameters());
            throw e;
        } catch (StorageFull e) {
            throw Execution.noSpace();
        } catch (DropConnection e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.warn("{} on {} failed", request.method(), host, e);
            throw XapiError.of("INTERNAL_ERROR", e.toString());
        }
    }

    /// The names of all methods; the one answer that needs no session.
    public List<String> names() {
        return methods.names();
    }

    private Object route(Host host, RpcRequest request) {
        var name = request.method();
        boolean local = Login.isLocal(name);
        if (!local) {
            pool.emergency(host).ifPresent(error -> {
                throw error;
            });
        }
        if (!local && !pool.isMaster(host)) {
            // A member does not look at the password: it only says who the master is.
            throw XapiError.of("HOST_IS_SLAVE", pool.master().address());
        }
        if (Login.NAMES.contains(name)) {
            var call = new Call(pool, host, name, "", request.params(), Optional.empty());
            return execution.withFault(call, () -> Login.login(call));
        }
        if (request.params().isEmpty() || !(request.params().getFirst() instanceof String session)) {
            throw methods.find(name).isPresent()
                    ? XapiError.of("MESSAGE_PARAMETER_COUNT_MISMATCH", name, "1", "0")
                    : unknown(name);
        }
        if (name.startsWith("task.")) {
            pool.tasks().collect();
        }
        var opened = pool.sessions().require(session);
        var arguments = request.params().subList(1, request.params().size());
        var invocation = invocation(host, name, session, arguments);
        permit(pool.sessions().role(opened), invocation);
        return execution.run(invocation);
    }

    private Invocation invocation(Host host, String name, String session, List<Object> arguments) {
        boolean asynchronous = name.startsWith(ASYNC);
        var plain = asynchronous ? name.substring(ASYNC.length()) : name;
        if (methods.isRemoved(plain)) {
            throw XapiError.of("MESSAGE_REMOVED");
        }
        var method = methods.find(plain).orElseThrow(() -> unknown(name));
        if (arguments.size() < method.least() || arguments.size() > method.most()) {
            var expected = arguments.size() < method.least() ? method.least() : method.most();
            throw XapiError.of(
                    "MESSAGE_PARAMETER_COUNT_MISMATCH",
                    plain,
                    Integer.toString(expected),
                    Integer.toString(arguments.size()));
        }
        if (asynchronous && !method.asynchronous()) {
            throw XapiError.of("Fault", "No async mode for this operation (rpc: " + name + ")");
        }
        var call = new Call(pool, host, method.name(), session, arguments, Optional.empty());
        return new Invocation(method, call, asynchronous, name);
    }

    private static void permit(Role role, Invocation invocation) {
        var name = invocation.method().name();
        Permissions.refusal(role, name, Permissions.needed(name)).ifPresent(error -> {
            throw error;
        });
    }

    private static XapiError unknown(String name) {
        LOG.warn("a client called {}, which this server does not have", name);
        return XapiError.of("MESSAGE_METHOD_UNKNOWN", name);
    }
}
