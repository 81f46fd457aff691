package dev.lifeboat.devcluster.control;

import dev.lifeboat.devcluster.store.Change;
import dev.lifeboat.devcluster.store.ClusterState;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Feeds the changes of the store to the controllers.
public final class ControlLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ControlLoop.class);
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final ClusterState store;
    private final List<Controller> controllers;
    private final Thread thread;

    public ControlLoop(ClusterState store, List<Controller> controllers) {
        this.store = store;
        this.controllers = List.copyOf(controllers);
        thread = Thread.ofVirtual().name("controllers").unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        var revision = 0L;
        try {
            while (!store.closed()) {
                for (var change : store.changesAfter(revision, PATIENCE)) {
                    revision = change.revision();
                    controllers.forEach(controller -> observe(controller, change));
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static void observe(Controller controller, Change change) {
        try {
            controller.observe(change);
        } catch (RuntimeException e) {
            LOG.error("{} failed on {} of {}", controller, change.type(), change.resource(), e);
        }
    }
}
