package dev.lifeboat.xen.pool;

import dev.lifeboat.xen.Inventory;
import dev.lifeboat.xen.InventoryChange;
import dev.lifeboat.xen.PoolWatch;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.XenException;
import dev.lifeboat.xen.xapi.XapiSession;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Follows a pool by its events, and by reading it again and again where it has none to give.
final class PoolWatcher implements PoolWatch {

    private static final Logger LOG = LoggerFactory.getLogger(PoolWatcher.class);

    private static final Duration LONGEST_WAIT = Duration.ofMinutes(1);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);

    private final XapiSession session;
    private final PoolObjects objects;
    private final Ambience ambience;
    private final PoolEvents events;
    private final Recount recount;
    private RecordCache cache = new RecordCache();
    private Inventory inventory;
    private Optional<String> sessionWithoutEvents = Optional.empty();
    private Duration pause = Duration.ZERO;

    PoolWatcher(XapiSession session, PoolObjects objects, Ambience ambience) {
        this.session = session;
        this.objects = objects;
        this.ambience = ambience;
        this.events = new PoolEvents(session);
        this.recount = new Recount(ambience.clock());
        this.inventory = read();
    }

    @Override
    public Inventory inventory() {
        return inventory;
    }

    @Override
    public Optional<InventoryChange> next(Duration atMost) {
        var wait = atMost.compareTo(LONGEST_WAIT) < 0 ? atMost : LONGEST_WAIT;
        if (!pause.isZero()) {
            ambience.pause().waitFor("the pool", pause.compareTo(wait) < 0 ? pause : wait);
        }
        try {
            var change = polling() ? poll(wait) : listen(wait);
            pause = Duration.ZERO;
            change.ifPresent(seen -> inventory = seen.inventory());
            return change;
        } catch (XenException e) {
            events.startAgain();
            pause = longer(pause);
            throw e;
        }
    }

    private Inventory read() {
        try {
            apply(events.receive(Duration.ZERO));
            return InventoryReader.inventory(cache);
        } catch (XapiException.Permanent e) {
            withoutEvents(e);
            return InventoryReader.inventory(new BulkRecords(objects));
        }
    }

    /// A pool that told no events to one session may tell them to the next, which may be with another master.
    private boolean polling() {
        return sessionWithoutEvents.filter(session.ref()::equals).isPresent();
    }

    private void withoutEvents(XapiException e) {
        LOG.info("The pool tells no events ({}); it is read again every minute instead", e.getMessage());
        sessionWithoutEvents = Optional.of(session.ref());
        cache = new RecordCache();
    }

    private Optional<InventoryChange> poll(Duration wait) {
        ambience.pause().waitFor("the next look at the pool", wait);
        return difference(new BulkRecords(objects), InventoryChange.Source.POLL);
    }

    private Optional<InventoryChange> listen(Duration wait) {
        try {
            var received = events.receive(wait);
            boolean changed = apply(received);
            if (recount.findsMissing(received.batch(), cache)) {
                events.startAgain();
            }
            var source = received.complete() ? InventoryChange.Source.REREAD : InventoryChange.Source.EVENTS;
            return changed ? difference(cache, source) : Optional.empty();
        } catch (XapiException e) {
            return heardNothing(e);
        }
    }

    private Optional<InventoryChange> heardNothing(XapiException e) {
        if (e.code().equals("EVENTS_LOST") || e.code().equals("EVENT_FROM_TOKEN_PARSE_FAILURE")) {
            LOG.debug("Events were missed, all is read anew: {}", e.getMessage());
            events.startAgain();
            return Optional.empty();
        }
        if (e instanceof XapiException.Permanent) {
            withoutEvents(e);
            return Optional.empty();
        }
        throw e;
    }

    /// Takes a batch into the cache.
    ///
    /// @return whether anything there is different now
    private boolean apply(PoolEvents.Received received) {
        if (received.complete()) {
            cache = new RecordCache();
        }
        boolean changed = received.complete();
        for (var event : received.batch().events()) {
            changed |= event.record()
                    .map(record -> cache.put(event.type(), event.ref(), record))
                    .orElseGet(() -> cache.remove(event.type(), event.ref()));
        }
        if (received.complete()) {
            session.rememberMembers(cache.all("host").values().stream()
                    .map(host -> host.text("address"))
                    .toList());
        }
        return changed;
    }

    private Optional<InventoryChange> difference(RecordSource records, InventoryChange.Source source) {
        return InventoryDifference.between(inventory, InventoryReader.inventory(records), source);
    }

    private static Duration longer(Duration pause) {
        var doubled = pause.isZero() ? FIRST_PAUSE : pause.multipliedBy(2);
        return doubled.compareTo(LONGEST_WAIT) < 0 ? doubled : LONGEST_WAIT;
    }

    @Override
    public void close() {
        cache = new RecordCache();
    }
}
