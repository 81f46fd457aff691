package dev.lifeboat.xen.pool;

import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.xapi.Pause;
import dev.lifeboat.xen.xapi.XapiRecord;
import dev.lifeboat.xen.xapi.XapiSession;
import dev.lifeboat.xen.xapi.XapiTasks;
import java.time.Duration;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Destroys VDIs, or only their data. For a while after a reader has gone, the pool holds the VDI attached
/// to a control domain: that is waited for, and helped along if it lasts.
final class VdiRemoval {

    private static final Logger LOG = LoggerFactory.getLogger(VdiRemoval.class);

    private static final int ATTEMPTS = 10;
    private static final Duration INTERVAL = Duration.ofSeconds(5);

    /// NBD servers detach by themselves; who has not done it by now will not.
    private static final int HELP_AFTER = 2;

    /// Locked or attached: these pass.
    private static final Set<String> PASSING = Set.of(
            "VDI_IN_USE", "VDI_NOT_AVAILABLE", "SR_DEVICE_IN_USE", "SR_BACKEND_FAILURE_46", "SR_BACKEND_FAILURE_80");

    private final XapiSession session;
    private final XapiTasks tasks;
    private final PoolObjects objects;
    private final Pause pause;

    VdiRemoval(XapiSession session, XapiTasks tasks, PoolObjects objects, Pause pause) {
        this.session = session;
        this.tasks = tasks;
        this.objects = objects;
        this.pause = pause;
    }

    /// Gone already counts as destroyed.
    void destroy(String vdi) {
        try {
            insist("VDI.destroy", vdi);
        } catch (XapiException.Gone e) {
            LOG.debug("Destroyed already: {}", e.getMessage());
        }
    }

    /// Leaves only the record of what changed.
    ///
    /// @throws XapiException of kind GONE when there is no such VDI
    void destroyData(String vdi) {
        insist("VDI.data_destroy", vdi);
    }

    private void insist(String method, String vdi) {
        for (int attempt = 1; ; attempt++) {
            try {
                tasks.run(Limits.STORAGE_CHANGE, method, vdi);
                return;
            } catch (XapiException e) {
                if (!PASSING.contains(e.code()) || attempt == ATTEMPTS) {
                    throw e;
                }
                LOG.debug("{}; attempt {} of {}", e.getMessage(), attempt, ATTEMPTS);
            }
            pause.waitFor(method, INTERVAL);
            if (attempt >= HELP_AFTER) {
                detachFromControlDomains(vdi);
            }
        }
    }

    private void detachFromControlDomains(String vdi) {
        objects.find("VDI", vdi).stream()
                .flatMap(record -> record.refs("VBDs").stream())
                .filter(vbd -> objects.find("VBD", vbd)
                        .flatMap(record -> objects.follow(record, "VM", "VM"))
                        .filter(vm -> vm.flag("is_control_domain"))
                        .isPresent())
                .forEach(this::detach);
    }

    private void detach(String vbd) {
        try {
            if (objects.find("VBD", vbd).filter(VdiRemoval::attached).isPresent()) {
                unplug(vbd);
            }
            session.call("VBD.destroy", vbd);
        } catch (XapiException e) {
            LOG.debug("A VDI stays attached to a control domain: {}", e.getMessage());
        }
    }

    private void unplug(String vbd) {
        try {
            tasks.run(Limits.STORAGE_CHANGE, "VBD.unplug", vbd);
        } catch (XapiException e) {
            if (!e.code().equals("DEVICE_ALREADY_DETACHED")) {
                throw e;
            }
        }
    }

    private static boolean attached(XapiRecord vbd) {
        return vbd.flag("currently_attached");
    }
}
