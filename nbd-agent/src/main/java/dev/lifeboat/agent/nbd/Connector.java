package dev.lifeboat.agent.nbd;

import dev.lifeboat.xen.NbdExport;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens connections for one disk, at the first of its servers that grants one.
final class Connector {
    private static final Logger LOG = LoggerFactory.getLogger(Connector.class);

    /// A host needs seconds to open its firewall after a network became one for NBD; longer waits are the next order's.
    private static final int OPENING_TRIES = 3;

    private final NbdClient client;
    private final String name;
    private final Targets targets;
    private final NbdSettings settings;
    private final NbdConnection.Listener listener;

    Connector(NbdClient client, String name, Targets targets, NbdSettings settings, NbdConnection.Listener listener) {
        this.client = client;
        this.name = name;
        this.targets = targets;
        this.settings = settings;
        this.listener = listener;
    }

    /// @throws NbdUnavailableException no server grants one, also not a little later
    NbdConnection connectFirst() throws InterruptedException {
        for (int tries = 1; ; tries++) {
            var found = targets.find();
            try {
                return connect(found);
            } catch (NbdUnavailableException e) {
                if (tries >= OPENING_TRIES) {
                    throw e;
                }
                LOG.info("{}; trying again", e.getMessage());
                TimeUnit.NANOSECONDS.sleep(settings.pause().toNanos());
            }
        }
    }

    /// @throws NbdUnavailableException no server grants one now
    NbdConnection connect() throws InterruptedException {
        return connect(targets.find());
    }

    private NbdConnection connect(List<NbdExport> found) throws InterruptedException {
        var failures = new ArrayList<String>();
        for (var target : found) {
            try {
                return client.connect(target, settings, listener);
            } catch (NbdUnavailableException e) {
                failures.add(e.getMessage());
            }
        }
        throw new NbdUnavailableException(name + ": no NBD server serves it: " + String.join("; ", failures));
    }
}
