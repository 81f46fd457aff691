package dev.lifeboat.xen.xapi;

import dev.lifeboat.xen.InterruptedCallException;
import dev.lifeboat.xen.MalformedResponseException;
import dev.lifeboat.xen.Markers;
import dev.lifeboat.xen.PoolUnreachableException;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.XenException;
import dev.lifeboat.xen.xmlrpc.MalformedXmlRpcException;
import dev.lifeboat.xen.xmlrpc.XmlRpc;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asynchronous calls, and tasks of our own that disk handlers complete. Whatever happens, a task of ours
/// is destroyed.
public final class XapiTasks {

    private static final Logger LOG = LoggerFactory.getLogger(XapiTasks.class);

    /// Under this key the `other_config` of a task of ours says on whose behalf it runs.
    public static final String ORIGINATOR_KEY = Markers.PREFIX + "originator";

    /// How the names of tasks begin that are made for a disk handler.
    public static final String HANDLERS = "Lifeboat: ";

    /// A pool master that restarts, or another that takes over, is back by then; the task has gone on meanwhile.
    private static final Duration LONGEST_OUTAGE = Duration.ofMinutes(5);

    private static final Duration FIRST_POLL = Duration.ofMillis(50);
    private static final Duration SLOWEST_POLL = Duration.ofSeconds(2);

    /// Asynchronous calls that take longer than this are marked too; most do not.
    private static final Duration MARKED_AFTER = Duration.ofMillis(800);

    private final XapiSession session;
    private final Patience patience;
    private final Pause pause;
    private final Clock clock;

    public XapiTasks(XapiSession session, Patience patience, Pause pause, Clock clock) {
        this.session = session;
        this.patience = patience;
        this.pause = pause;
        this.clock = clock;
    }

    /// Calls asynchronously and waits for the outcome, repeating what the pool refuses for the moment.
    ///
    /// @param limit after which the task is cancelled
    public Object run(Duration limit, String method, Object... parameters) {
        return patience.keepTrying(method, name -> {
            String task = String.valueOf(session.attempt(Request.of("Async." + name, parameters)));
            return await(name, task, limit);
        });
    }

    /// Makes a task for a disk handler to complete.
    public String create(String what) {
        String task = String.valueOf(session.call("task.create", HANDLERS + what, ""));
        try {
            mark(task);
        } catch (InterruptedCallException e) {
            discard(task);
            throw e;
        }
        return task;
    }

    /// Waits until a task ends, and destroys it.
    ///
    /// @param method what the task does, for messages
    public Object await(String method, String task, Duration limit) {
        boolean ended = false;
        try {
            Object outcome = result(method, ending(method, task, limit));
            ended = true;
            return outcome;
        } catch (XapiException e) {
            ended = true;
            throw e;
        } finally {
            dispose(task, ended);
        }
    }

    /// Why a task failed, once it has; empty when it did not fail, or not within the limit. The task stays.
    public Optional<XapiException> failure(String method, String task, Duration limit) {
        try {
            result(method, ending(method, task, limit));
            return Optional.empty();
        } catch (XapiException e) {
            return Optional.of(e);
        } catch (PoolUnreachableException | MalformedResponseException e) {
            LOG.debug("The reason of {} is not known: {}", method, e.getMessage());
            return Optional.empty();
        }
    }

    /// Gives a task up: whatever runs under it is asked to stop.
    public void abandon(String task) {
        dispose(task, false);
    }

    /// Gives a task up that a disk handler may never have heard of. One that nobody works at would stay pending for a
    /// day (section 9 of the facts on XAPI), even if it is to be destroyed; so it is ended by hand, which releases
    /// before 7.2 do not know.
    public void discard(String task) {
        Uninterrupted.run(() -> {
            quietly("task.cancel", task);
            quietly("task.set_status", task, "cancelled");
            quietly("task.destroy", task);
        });
    }

    private XapiRecord ending(String method, String task, Duration limit) {
        var deadline = clock.instant().plus(limit);
        var interval = FIRST_POLL;
        while (true) {
            var record = pollThroughOutages(method, task);
            if (!List.of("pending", "cancelling").contains(record.text("status"))) {
                return record;
            }
            if (interval.equals(MARKED_AFTER)) {
                mark(task);
            }
            if (clock.instant().isAfter(deadline)) {
                throw new PoolUnreachableException(
                        session.master(),
                        PoolUnreachableException.Reason.TIMEOUT,
                        true,
                        method + " did not end within " + limit + "; it is being cancelled",
                        null);
            }
            pause.waitFor(method, interval);
            var longer = interval.multipliedBy(2);
            interval = longer.compareTo(SLOWEST_POLL) < 0 ? longer : SLOWEST_POLL;
        }
    }

    private XapiRecord pollThroughOutages(String method, String task) {
        var giveUp = clock.instant().plus(LONGEST_OUTAGE);
        while (true) {
            try {
                return poll(method, task);
            } catch (PoolUnreachableException e) {
                if (clock.instant().isAfter(giveUp)) {
                    throw e;
                }
                LOG.debug("{} is not heard of for the moment: {}", method, e.getMessage());
                pause.waitFor(method, SLOWEST_POLL);
            }
        }
    }

    private XapiRecord poll(String method, String task) {
        try {
            return XapiRecord.of(session.call("task.get_record", task));
        } catch (XapiException.Gone e) {
            throw new MalformedResponseException(
                    method + ": its task vanished before it ended, so that its outcome is not known", e);
        }
    }

    private static Object result(String method, XapiRecord task) {
        return switch (task.text("status")) {
            case "success" -> value(method, task.text("result"));
            case "failure" -> throw Envelope.failure(method, errorInfo(task));
            case "cancelled" -> throw XapiException.of(method, "TASK_CANCELLED", List.of());
            default ->
                throw new MalformedResponseException(
                        method + ": its task has the status '" + task.text("status") + "'");
        };
    }

    /// In order, which [XapiRecord#texts] does not keep.
    private static List<?> errorInfo(XapiRecord task) {
        return task.fields().get("error_info") instanceof List<?> info ? info : List.of();
    }

    private static Object value(String method, String result) {
        if (!result.startsWith("<")) {
            return result;
        }
        try {
            return XmlRpc.parseValue(result);
        } catch (MalformedXmlRpcException e) {
            throw new MalformedResponseException(method + ": " + e.getMessage(), e);
        }
    }

    /// So that it is found again if we end before it does.
    private void mark(String task) {
        quietly("task.add_to_other_config", task, ORIGINATOR_KEY, session.originator());
    }

    private void dispose(String task, boolean ended) {
        Uninterrupted.run(() -> {
            if (!ended) {
                quietly("task.cancel", task);
            }
            quietly("task.destroy", task);
        });
    }

    private void quietly(String method, Object... parameters) {
        try {
            session.call(method, parameters);
        } catch (InterruptedCallException e) {
            throw e;
        } catch (XenException e) {
            LOG.debug("{} failed: {}", method, e.getMessage());
        }
    }
}
