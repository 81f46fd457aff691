package dev.lifeboat.simulator.api;

import dev.lifeboat.simulator.database.Entity;
import dev.lifeboat.simulator.fault.CallFault;
import dev.lifeboat.simulator.fault.MetFault;
import dev.lifeboat.simulator.http.DropConnection;
import dev.lifeboat.simulator.rpc.XapiError;
import dev.lifeboat.simulator.storage.StorageFull;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs a call at once or as a task, as long as the real server takes for it, and with the faults that wait for it.
final class Execution {
    private static final Logger LOG = LoggerFactory.getLogger(Execution.class);

    private static final int MOST_WAITING = 100;

    private final Pool pool;
    private final AtomicInteger waiting = new AtomicInteger();

    Execution(Pool pool) {
        this.pool = pool;
    }

    Object run(Invocation invocation) {
        var call = invocation.call();
        return invocation.asynchronous()
                ? inTask(invocation)
                : withFault(call, () -> execute(invocation.method(), call));
    }

    interface Work {
        Object run();
    }

    Object withFault(Call call, Work work) {
        return meet(call, pool.faults().take(call.method()), work);
    }

    /// Whether the connection survives is decided now, every other fault meets the task.
    private Object inTask(Invocation invocation) {
        var call = invocation.call();
        var met = pool.faults().take(call.method());
        if (met.isPresent() && met.get().fault() instanceof CallFault.DropBefore) {
            throw new DropConnection();
        }
        if (waiting.get() >= MOST_WAITING) {
            throw XapiError.of("TOO_MANY_PENDING_TASKS");
        }
        boolean dropped = met.isPresent() && met.get().fault() instanceof CallFault.DropAfter;
        var session = pool.sessions().require(call.sessionRef());
        var task = pool.tasks()
                .create(invocation.wireName(), "", call.host().entity().ref(), session);
        var asynchronous = call.in(task);
        var onTheWay = dropped ? Optional.<MetFault>empty() : met;
        Thread.ofVirtual()
                .name(invocation.wireName())
                .start(() -> runTask(invocation.method(), asynchronous, onTheWay, task));
        if (dropped) {
            throw new DropConnection();
        }
        return task.ref();
    }

    private void runTask(Method method, Call call, Optional<MetFault> met, Entity task) {
        waiting.incrementAndGet();
        try {
            pool.tasks().succeed(task, meet(call, met, () -> execute(method, call)));
        } catch (XapiError e) {
            pool.tasks().fail(task, e);
        } catch (StorageFull e) {
            pool.tasks().fail(task, noSpace());
        } catch (RuntimeException e) {
            LOG.warn("{} failed", task.text("name_label"), e);
            pool.tasks().fail(task, XapiError.of("INTERNAL_ERROR", e.toString()));
        } finally {
            waiting.decrementAndGet();
        }
    }

    /// An operation shows as current for as long as it takes; only its end is one step on the database.
    private Object execute(Method method, Call call) {
        if (!pool.timing().operation().isZero() && CurrentOperation.shows(call)) {
            CurrentOperation.during(call, () -> Pause.of(call, pool.timing().operation()));
        }
        return method.atomic()
                ? pool.database().atomically(() -> method.handler().handle(call))
                : method.handler().handle(call);
    }

    private Object meet(Call call, Optional<MetFault> met, Work work) {
        if (met.isEmpty()) {
            return work.run();
        }
        return switch (met.get().fault()) {
            case CallFault.Failure(var code, var parameters) -> throw new XapiError(code, parameters);
            case CallFault.Delay(var pause) -> {
                CurrentOperation.during(call, () -> Pause.of(call, pause));
                yield work.run();
            }
            case CallFault.Stuck() -> {
                CurrentOperation.during(call, met.get()::awaitEnd);
                yield work.run();
            }
            case CallFault.DropBefore() -> throw new DropConnection();
            case CallFault.DropAfter() -> {
                work.run();
                throw new DropConnection();
            }
        };
    }

    static XapiError noSpace() {
        return XapiError.backend(44, "There is insufficient space");
    }
}
