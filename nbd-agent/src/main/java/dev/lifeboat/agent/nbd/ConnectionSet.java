package dev.lifeboat.agent.nbd;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The connections of one disk, and what happens to a request that one of them did not answer.
final class ConnectionSet implements NbdConnection.Listener, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionSet.class);

    private final String name;
    private final NbdSettings settings;
    private final LongAdder lost = new LongAdder();
    private final LongAdder repeated = new LongAdder();
    private final Dispatch dispatch = new Dispatch();
    private final Targets targets;
    private final ConnectionGrowth growth;
    private final Connector connector;
    private final ConnectionRepair repair;
    private final Future<?> attendance;

    ConnectionSet(NbdClient client, String name, ExportLookup lookup, NbdSettings settings) {
        this.name = name;
        this.settings = settings;
        this.targets = new Targets(name, lookup);
        this.growth = new ConnectionGrowth(settings.connections());
        this.connector = new Connector(client, name, targets, settings, this);
        this.repair = new ConnectionRepair(name, settings, connector, dispatch, growth::settle);
        var stalls = new StallRule(settings.replyTimeout(), settings.requestBytes());
        this.attendance =
                client.every(stalls.tick(), new ConnectionWatch(stalls, growth, dispatch, repair::want)::look);
    }

    NbdConnection openFirst() throws InterruptedException {
        var first = connector.connectFirst();
        dispatch.add(first);
        return first;
    }

    /// A server may have fewer connections left than we would like: then fewer do.
    void openOthers(NbdConnection first) throws InterruptedException {
        int wanted = growth.first(first.roundTrip());
        while (size() < wanted) {
            try {
                dispatch.add(connector.connect());
            } catch (NbdUnavailableException e) {
                LOG.info("Going on with {} of {} connections: {}", size(), wanted, e.getMessage());
                growth.settle();
                wanted = size();
            }
        }
        repair.want(Math.max(1, wanted));
    }

    /// Connections that broke and were replaced, or were to be.
    long lostConnections() {
        return lost.sum();
    }

    /// Requests that had to be asked again.
    long repeatedRequests() {
        return repeated.sum();
    }

    int size() {
        return dispatch.live().size();
    }

    void submit(List<? extends Request> requests) {
        dispatch.submit(requests);
    }

    @Override
    public void answered(NbdConnection connection) {
        dispatch.proceed();
    }

    @Override
    public void refused(NbdConnection connection, Request request, ServerError error) {
        var reason = new ReadFailedException(
                "%s: %s: reading %s was answered with %s".formatted(name, connection, request, error));
        if (error.isFinal() || request.tries() + 1 >= settings.tries()) {
            request.failed(reason);
        } else {
            LOG.warn("{}; asking again", reason.getMessage());
            repeated.increment();
            connection.later(() -> dispatch.submitAgain(List.of(request.again())), settings.pause());
        }
        dispatch.proceed();
    }

    @Override
    public void lost(NbdConnection connection, List<Request> unanswered, NbdException reason) {
        if (dispatch.remove(connection)) {
            LOG.warn("{}: {}; {} requests are asked again", name, reason.getMessage(), unanswered.size());
            lost.increment();
            repeated.add(unanswered.size());
            targets.failed(connection.target());
        }
        var again = new ArrayList<Request>();
        for (var request : unanswered) {
            if (request.tries() + 1 < settings.tries()) {
                again.add(request.again());
            } else {
                request.failed(new ReadFailedException(
                        "%s: reading %s failed %d times, at last: %s"
                                .formatted(name, request, settings.tries(), reason.getMessage()),
                        reason));
            }
        }
        dispatch.submitAgain(again);
        repair.begin();
    }

    @Override
    public void close() {
        attendance.cancel(false);
        repair.close();
        dispatch.fail(new ConnectionLostException(name + ": the disk was closed")).stream()
                .map(NbdConnection::close)
                .toList()
                .forEach(closed -> closed.awaitUninterruptibly(2, TimeUnit.SECONDS));
    }
}
