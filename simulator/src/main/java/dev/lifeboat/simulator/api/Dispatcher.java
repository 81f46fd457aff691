package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.fault.CallFault;
import dev.lifeboat.simulator.http.DropConnection;
import dev.lifeboat.simulator.rpc.RpcRequest;
import dev.lifeboat.simulator.rpc.XapiError;
import dev.lifeboat.simulator.storage.StorageFull;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Takes a call from the wire to its handler: which host, which session, which method, how many arguments, which
/// faults.
public final class Dispatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Dispatcher.class);
    private static final String ASYNC = "Async.";

    private final Pool pool;
    private final MethodTable methods;
    private final AtomicLong calls = new AtomicLong();

    public Dispatcher(Pool pool, MethodTable methods) {
        this.pool = pool;
        this.methods = methods;
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
            throw noSpace();
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
        if (!pool.isMaster(host)) {
            // A member does not look at the password: it only says who the master is.
            throw XapiError.of("HOST_IS_SLAVE", pool.master().address());
        }
        if (name.equals("session.login_with_password") || name.equals("session.slave_local_login_with_password")) {
            var call = new Call(pool, host, name, "", request.params(), Optional.empty());
            return withFault(call, pool.faults().take(name), () -> Login.login(call));
        }
        if (request.params().isEmpty() || !(request.params().getFirst() instanceof String session)) {
            throw methods.find(name).isPresent()
                    ? XapiError.of("MESSAGE_PARAMETER_COUNT_MISMATCH", name, "1", "0")
                    : unknown(name);
        }
        pool.sessions().require(session);
        var arguments = request.params().subList(1, request.params().size());
        return invoke(host, name, session, arguments);
    }

    private Object invoke(Host host, String name, String session, List<Object> arguments) {
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
        var call = new Call(pool, host, method.name(), session, arguments, Optional.empty());
        if (!asynchronous) {
            return withFault(call, pool.faults().take(method.name()), () -> execute(method, call));
        }
        if (!method.asynchronous()) {
            throw XapiError.of("Fault", "No async mode for this operation (rpc: " + name + ")");
        }
        return inTask(method, call, name);
    }

    /// Whether the connection survives is decided now, every other fault meets the task.
    private Object inTask(Method method, Call call, String name) {
        var fault = pool.faults().take(method.name());
        if (fault.isPresent() && fault.get() instanceof CallFault.DropBefore) {
            throw new DropConnection();
        }
        boolean dropped = fault.isPresent() && fault.get() instanceof CallFault.DropAfter;
        var task = pool.tasks().create(name, "", call.host().entity().ref());
        var asynchronous =
                new Call(pool, call.host(), call.method(), call.sessionRef(), call.arguments(), Optional.of(task));
        var met = dropped ? Optional.<CallFault>empty() : fault;
        Thread.ofVirtual().name(name).start(() -> runTask(method, asynchronous, met, task));
        if (dropped) {
            throw new DropConnection();
        }
        return task.ref();
    }

    private void runTask(Method method, Call call, Optional<CallFault> fault, Entity task) {
        try {
            pool.tasks().succeed(task, withFault(call, fault, () -> execute(method, call)));
        } catch (XapiError e) {
            pool.tasks().fail(task, e);
        } catch (StorageFull e) {
            pool.tasks().fail(task, noSpace());
        } catch (RuntimeException e) {
            LOG.warn("{} failed", task.text("name_label"), e);
            pool.tasks().fail(task, XapiError.of("INTERNAL_ERROR", e.toString()));
        }
    }

    private Object execute(Method method, Call call) {
        return method.atomic()
                ? pool.database().atomically(() -> method.handler().handle(call))
                : method.handler().handle(call);
    }

    private interface Work {
        Object run();
    }

    private static Object withFault(Call call, Optional<CallFault> fault, Work work) {
        if (fault.isEmpty()) {
            return work.run();
        }
        return switch (fault.get()) {
            case CallFault.Failure(var code, var parameters) -> throw new XapiError(code, parameters);
            case CallFault.Delay(var pause) -> {
                CurrentOperation.during(call, () -> Pause.of(pause));
                yield work.run();
            }
            case CallFault.DropBefore() -> throw new DropConnection();
            case CallFault.DropAfter() -> {
                work.run();
                throw new DropConnection();
            }
        };
    }

    private static XapiError noSpace() {
        return XapiError.backend(44, "There is insufficient space");
    }

    private static XapiError unknown(String name) {
        LOG.warn("a client called {}, which this server does not have", name);
        return XapiError.of("MESSAGE_METHOD_UNKNOWN", name);
    }
}
