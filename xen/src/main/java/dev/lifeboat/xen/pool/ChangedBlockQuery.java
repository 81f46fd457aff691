package dev.lifeboat.xen.pool;

import dev.lifeboat.xen.ChangedBlocks;
import dev.lifeboat.xen.ChangedBlocksUnavailableException;
import dev.lifeboat.xen.ChangedBlocksUnavailableException.Reason;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.xapi.XapiRecord;
import dev.lifeboat.xen.xapi.XapiTasks;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;

/// Asks what changed between two VDIs, and believes the answer only if everything about it fits: a wrong
/// bitmap is a damaged backup that nobody notices.
final class ChangedBlockQuery {

    private final XapiTasks tasks;
    private final PoolObjects objects;

    ChangedBlockQuery(XapiTasks tasks, PoolObjects objects) {
        this.tasks = tasks;
        this.objects = objects;
    }

    ChangedBlocks between(UUID from, UUID to) {
        String toRef = objects.ref("VDI", to);
        String fromRef = objects.findRef("VDI", from)
                .orElseThrow(() -> unavailable(from, to, Reason.BASE_MISSING, "the base is gone"));
        var fromVdi = objects.record("VDI", fromRef);
        var toVdi = objects.record("VDI", toRef);
        check(from, to, fromVdi, toVdi);
        return bitmap(from, to, fromVdi, toVdi, list(from, to, fromRef, toRef));
    }

    private static void check(UUID from, UUID to, XapiRecord fromVdi, XapiRecord toVdi) {
        if (!fromVdi.flag("cbt_enabled") || !toVdi.flag("cbt_enabled")) {
            throw unavailable(from, to, Reason.CBT_DISABLED, "changed block tracking is off on one of them");
        }
        var disk = fromVdi.ref("snapshot_of");
        if (disk.isEmpty() || !disk.equals(toVdi.ref("snapshot_of"))) {
            throw unavailable(from, to, Reason.DISK_REPLACED, "they are not snapshots of the same disk");
        }
        if (fromVdi.integer("virtual_size") > toVdi.integer("virtual_size")) {
            throw unavailable(from, to, Reason.DISK_RESIZED, "the disk became smaller");
        }
    }

    private byte[] list(UUID from, UUID to, String fromRef, String toRef) {
        try {
            Object base64 = tasks.run(Limits.COMPARISON, "VDI.list_changed_blocks", fromRef, toRef);
            return Base64.getMimeDecoder().decode(String.valueOf(base64));
        } catch (XapiException e) {
            var reason = reason(e);
            if (reason.isEmpty()) {
                throw e;
            }
            throw new ChangedBlocksUnavailableException(from, to, reason.get(), "the pool says " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw unavailable(from, to, Reason.CHAIN_BROKEN, "the answer is not base64");
        }
    }

    /// Empty for what another attempt, or a person, can cure.
    private static Optional<Reason> reason(XapiException e) {
        return switch (e.kind()) {
            case RETRYABLE, SESSION -> Optional.empty();
            case GONE -> Optional.of(Reason.BASE_MISSING);
            case CONFIGURATION ->
                e.code().equals("LICENCE_RESTRICTION") || e.code().equals("RBAC_PERMISSION_DENIED")
                        ? Optional.of(Reason.NOT_ALLOWED)
                        : Optional.empty();
            case FALLBACK ->
                Optional.of(e.code().startsWith("SR_BACKEND_FAILURE_") ? Reason.CHAIN_BROKEN : Reason.NOT_ALLOWED);
            case PERMANENT -> Optional.of(Reason.CHAIN_BROKEN);
        };
    }

    private static ChangedBlocks bitmap(UUID from, UUID to, XapiRecord fromVdi, XapiRecord toVdi, byte[] bitmap) {
        try {
            return ChangedBlocks.of(toVdi.integer("virtual_size"), bitmap)
                    .withChangesFrom(fromVdi.integer("virtual_size"));
        } catch (IllegalArgumentException e) {
            throw unavailable(from, to, Reason.CHAIN_BROKEN, String.valueOf(e.getMessage()));
        }
    }

    private static ChangedBlocksUnavailableException unavailable(UUID from, UUID to, Reason reason, String why) {
        return new ChangedBlocksUnavailableException(from, to, reason, why, null);
    }
}
