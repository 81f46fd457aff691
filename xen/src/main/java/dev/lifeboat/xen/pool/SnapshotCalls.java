package dev.lifeboat.xen.pool;

import dev.lifeboat.xen.MalformedResponseException;
import dev.lifeboat.xen.SnapshotRequest;
import dev.lifeboat.xen.XapiException;
import dev.lifeboat.xen.xapi.Ref;
import dev.lifeboat.xen.xapi.XapiTasks;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The calls that make a snapshot; releases differ in which they have. Section 3.1 of the facts on XAPI.
final class SnapshotCalls {

    private final XapiTasks tasks;

    SnapshotCalls(XapiTasks tasks) {
        this.tasks = tasks;
    }

    /// A fresh snapshot VM.
    ///
    /// @param notQuiesced why not, if it should have been
    record Made(String ref, Optional<String> notQuiesced) {}

    /// Makes one.
    ///
    /// @param excluded refs of disks to leave out, as far as the call can
    Made make(String vm, SnapshotRequest request, Set<String> excluded) {
        return switch (request.consistency()) {
            case CRASH_CONSISTENT -> new Made(plain(vm, request.name(), excluded), Optional.empty());
            case QUIESCED -> new Made(quiesced(vm, request.name()), Optional.empty());
            case QUIESCED_IF_POSSIBLE -> quiescedIfPossible(vm, request.name(), excluded);
        };
    }

    private Made quiescedIfPossible(String vm, String name, Set<String> excluded) {
        try {
            return new Made(quiesced(vm, name), Optional.empty());
        } catch (XapiException.Unsupported | XapiException.Misconfigured e) {
            return new Made(plain(vm, name, excluded), Optional.of(String.valueOf(e.getMessage())));
        }
    }

    /// It has no parameter that leaves disks out.
    private String quiesced(String vm, String name) {
        return ref("VM.snapshot_with_quiesce", vm, name);
    }

    /// The parameter that leaves disks out is younger than some servers: it is sent only when it says
    /// something.
    private String plain(String vm, String name, Set<String> excluded) {
        if (excluded.isEmpty()) {
            return ref("VM.snapshot", vm, name);
        }
        try {
            return ref("VM.snapshot", vm, name, List.copyOf(excluded));
        } catch (XapiException.Unsupported e) {
            if (e.code().equals("MESSAGE_PARAMETER_COUNT_MISMATCH")) {
                return ref("VM.snapshot", vm, name);
            }
            throw e;
        }
    }

    private String ref(String method, Object... parameters) {
        return Ref.of(tasks.run(Limits.STORAGE_CHANGE, method, parameters))
                .orElseThrow(() -> new MalformedResponseException(method + ": gave no ref"));
    }
}
